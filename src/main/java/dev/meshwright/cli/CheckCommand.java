package dev.meshwright.cli;

import dev.meshwright.audit.Audit;
import dev.meshwright.audit.Auditor;
import dev.meshwright.audit.Explanation;
import dev.meshwright.audit.QuantityCatalogue;
import dev.meshwright.check.CheckedPlan;
import dev.meshwright.check.CheckedPlan.Evaluated;
import dev.meshwright.check.PlanChecker;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.explain.CheckDocument;
import dev.meshwright.explain.Risk;
import dev.meshwright.explain.Risks;
import dev.meshwright.io.Documents;
import dev.meshwright.io.LayoutDocument;
import dev.meshwright.io.PlanFiles;
import dev.meshwright.io.ProblemDocument;
import dev.meshwright.layout.DegreeName;
import dev.meshwright.layout.LayoutName;
import dev.meshwright.layout.PlanDraft;
import dev.meshwright.problem.Problem;
import dev.meshwright.report.CheckText;
import dev.meshwright.workload.Workload;
import java.nio.file.Files;
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

    @Spec
    private CommandSpec spec;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private ProblemInput problem = new ProblemInput();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PLAN",
            description = "Plan file, or degrees in one line; degrees alone are enough.")
    private @Nullable Path planFile;

    @Option(
            names = "--layout",
            paramLabel = "DEGREES",
            description = "Check these degrees instead of a plan file: as headlines write them, such as"
                    + " \"TP4 EP2 ETP2 PP1 x2\", a whole headline, or \"tp=4 ep=4 pp=2\".")
    private @Nullable String layout;

    @Option(
            names = "--explain",
            paramLabel = "QUANTITY",
            description = "Print how a quantity such as throughput.system comes about, and nothing else.")
    private @Nullable String quantity;

    @Option(
            names = "--lengths",
            paramLabel = "TOKENS",
            converter = LengthsConverter.class,
            description = "Sweep these sequence lengths instead of the problem's: a list such as 128,2048,10240, or"
                    + " 128..10240 for doublings from the first to the last.")
    private @Nullable Lengths lengths;

    @Option(
            names = "--checkpointing-above",
            paramLabel = "TOKENS",
            description =
                    "Recompute layers in training above this sequence length, instead of the problem's threshold.")
    private @Nullable Integer checkpointingAbove;

    @Option(
            names = "--claims",
            paramLabel = "VERDICT",
            converter = ClaimFilter.Converter.class,
            description = "Print only the audit, and of it only these claims: all, confirmed, refuted, impossible,"
                    + " not-derivable. JSON always has everything.")
    private @Nullable ClaimFilter claims;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        PlanDraft draft = draft();
        ProblemDocument document = problem.read();
        Problem asked = asked(document.problem());
        Planner planner = new Planner(options, terminal, problem.calibration());
        CheckedPlan plan = new PlanChecker(asked, planner.efficiencies(), planner::quickPlacer, planner::placer)
                .check(draft)
                .withNotes(digest(document, draft));
        LengthSweep sweep = plan.evaluated()
                .map(evaluated -> LengthSweep.of(plan.problem(), planner.efficiencies(), evaluated.layout()))
                .orElse(LengthSweep.NONE);
        Auditor auditor = new Auditor(plan, batchStated(asked, draft), planner.efficiencies(), sweep);
        if (quantity != null) {
            List<Explanation> explanations = QuantityCatalogue.find(quantity)
                    .map(known -> auditor.explain(known, draft.claims()))
                    .orElse(List.of());
            explain(new QuantityAnswer(plan, quantity, explanations));
            return verdict(plan, Optional.empty()).code();
        }
        Audit audit = auditor.audit(draft.claims());
        if (claims != null && !options.json()) {
            terminal.answer(CheckText.audit(plan, audit, claims.keeps(), terminal.style()));
            return verdict(plan, Optional.of(audit)).code();
        }
        List<Risk> risks = Risks.of(plan, audit, planner.efficiencies());
        terminal.answer(
                options.json()
                        ? json(plan, audit, sweep, risks, document.notes())
                        : CheckText.of(plan, audit, sweep, risks, document.notes(), terminal.style()));
        return verdict(plan, Optional.of(audit)).code();
    }

    private PlanDraft draft() {
        if (planFile != null && layout == null) {
            // "TP4 EP4 PP1" in place of a file is what it says.
            String line = planFile.toString();
            boolean degrees =
                    !Files.exists(planFile) && LayoutName.parse(line).problems().isEmpty();
            return degrees ? PlanFiles.ofLine("PLAN", line) : PlanFiles.read(planFile);
        }
        if (layout != null && planFile == null) {
            return PlanFiles.ofLine("--layout", layout);
        }
        throw new ParameterException(
                spec.commandLine(),
                layout == null
                        ? "Missing the plan: a file PLAN, or --layout with degrees such as \"TP4 EP4 PP1\"."
                        : "PLAN and --layout: give one of them.");
    }

    /** The problem with the lengths and the threshold of the command line. */
    private Problem asked(Problem stated) {
        Problem asked =
                lengths == null ? stated : stated.withWorkload(stated.workload().over(lengths.tokens()));
        if (checkpointingAbove == null) {
            return asked;
        }
        if (checkpointingAbove < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--checkpointing-above: " + checkpointingAbove + " must be 0 or more tokens.");
        }
        return asked.withAssumptions(asked.assumptions().withActivationCheckpointingAbove(checkpointingAbove));
    }

    private static boolean batchStated(Problem problem, PlanDraft draft) {
        boolean byPlan = draft.degrees().get(DegreeName.MICRO_BATCH).isPresent();
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

    private static String json(
            CheckedPlan plan, Audit audit, LengthSweep sweep, List<Risk> risks, List<String> assumed) {
        Map<String, Object> layout = plan.evaluated()
                .map(Evaluated::layout)
                .map(complete -> LayoutDocument.of(complete, plan.problem()))
                .orElseGet(() -> LayoutDocument.degrees(plan.degrees()));
        List<String> notes = new ArrayList<>(plan.notes());
        notes.addAll(assumed);
        return Documents.toJson(CheckDocument.of(plan, audit, layout, sweep, risks, notes));
    }

    private void explain(QuantityAnswer answer) {
        if (answer.unknown().isPresent()) {
            throw new ParameterException(spec.commandLine(), answer.unknown().get());
        }
        terminal.answer(options.json() ? answer.json() : answer.text(terminal.style()));
    }
}
