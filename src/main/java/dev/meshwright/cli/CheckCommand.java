package dev.meshwright.cli;

import dev.meshwright.audit.Audit;
import dev.meshwright.audit.Auditor;
import dev.meshwright.check.CheckedPlan;
import dev.meshwright.check.CheckedPlan.Evaluated;
import dev.meshwright.check.PlanChecker;
import dev.meshwright.cost.ledger.Derivation;
import dev.meshwright.explain.CheckDocument;
import dev.meshwright.explain.DerivationDocument;
import dev.meshwright.explain.Sweep;
import dev.meshwright.io.Documents;
import dev.meshwright.io.LayoutDocument;
import dev.meshwright.io.PlanFiles;
import dev.meshwright.io.ProblemDocument;
import dev.meshwright.io.ProblemFiles;
import dev.meshwright.layout.PlanDraft;
import dev.meshwright.problem.Problem;
import dev.meshwright.quantity.NearNames;
import dev.meshwright.report.CheckText;
import dev.meshwright.report.DerivationText;
import dev.meshwright.workload.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores a plan that somebody else wrote. */
@Command(
        name = "check",
        description =
                "Scores a plan: what it costs, which constraints it breaks, which targets it misses, which claims hold.")
final class CheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private HelpOption help = new HelpOption();

    @Spec
    private CommandSpec spec;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private EfficiencyOption efficiency = new EfficiencyOption();

    @Parameters(index = "0", paramLabel = "PROBLEM", description = "Problem file (YAML or JSON).")
    private Path problemFile = Path.of("");

    @Parameters(index = "1", paramLabel = "PLAN", description = "Plan file; degrees alone are enough.")
    private Path planFile = Path.of("");

    @Option(
            names = "--explain",
            paramLabel = "QUANTITY",
            description = "Print how a quantity such as throughput.system comes about, and nothing else.")
    private @Nullable String quantity;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ProblemDocument document = efficiency.applied(ProblemFiles.open(problemFile));
        PlanDraft draft = PlanFiles.read(planFile);
        Planner planner = new Planner(options, terminal, efficiency.calibration());
        CheckedPlan plan = new PlanChecker(document.problem(), planner.efficiencies(), planner::placer)
                .check(draft)
                .withNotes(digest(document, draft));
        if (quantity != null) {
            explain(plan, quantity);
            return verdict(plan, Optional.empty()).code();
        } else {
            Audit audit = new Auditor(plan, batchStated(document.problem(), draft), planner.efficiencies())
                    .audit(draft.claims());
            List<Sweep.Point> sweep = plan.evaluated()
                    .map(evaluated -> Sweep.of(plan.problem(), planner.efficiencies(), evaluated.layout()))
                    .orElse(List.of());
            terminal.answer(
                    options.json()
                            ? json(plan, audit, sweep, document.notes())
                            : CheckText.of(plan, audit, sweep, document.notes(), terminal.style()));
            return verdict(plan, Optional.of(audit)).code();
        }
    }

    private static boolean batchStated(Problem problem, PlanDraft draft) {
        boolean byPlan = draft.degrees().microBatch().isPresent();
        return byPlan
                || switch (problem.workload()) {
                    case Workload.Prefill prefill -> prefill.concurrency().isPresent();
                    case Workload.Decode decode -> decode.concurrency().isPresent();
                    case Workload.Serving serving -> serving.concurrency().isPresent();
                    case Workload.Training training -> true;
                };
    }

    private static List<String> digest(ProblemDocument document, PlanDraft draft) {
        boolean other = draft.problemDigest()
                .filter(stated -> !stated.equals(document.digest()))
                .isPresent();
        String name = draft.problemName().map(stated -> " (" + stated + ")").orElse("");
        return other
                ? List.of("The plan was made for another version of the problem, or for another one" + name + ".")
                : List.of();
    }

    private static ExitCode verdict(CheckedPlan plan, Optional<Audit> audit) {
        if (!plan.feasible()) {
            return ExitCode.INFEASIBLE;
        }
        boolean missed = plan.evaluated()
                .map(evaluated -> !evaluated.evaluation().missedTargets().isEmpty())
                .orElse(false);
        return missed || audit.map(Audit::refuted).orElse(false) ? ExitCode.MISSED : ExitCode.FINE;
    }

    private static String json(CheckedPlan plan, Audit audit, List<Sweep.Point> sweep, List<String> assumed) {
        Map<String, Object> layout = plan.evaluated()
                .map(Evaluated::layout)
                .map(complete -> LayoutDocument.of(complete, plan.problem().cluster()))
                .orElseGet(() -> LayoutDocument.degrees(plan.degrees()));
        List<String> notes = new ArrayList<>(plan.notes());
        notes.addAll(assumed);
        return Documents.toJson(CheckDocument.of(plan, audit, layout, sweep, notes));
    }

    private void explain(CheckedPlan plan, String name) {
        List<Derivation> derivations = plan.evaluated()
                .map(evaluated -> evaluated.evaluation().derivations())
                .orElse(List.of());
        List<String> known = derivations.stream().map(Derivation::quantity).toList();
        if (!known.contains(name)) {
            List<String> near = NearNames.among(name, known, 5);
            throw new ParameterException(
                    spec.commandLine(),
                    "No quantity is called " + name + " here. "
                            + (near.isEmpty()
                                    ? "There are: " + String.join(", ", known) + "."
                                    : "Maybe " + String.join(" or ", near) + "."));
        }
        terminal.answer(
                options.json()
                        ? Documents.toJson(DerivationDocument.of(name, derivations))
                        : DerivationText.of(name, derivations, terminal.style()).orElseThrow());
    }
}
