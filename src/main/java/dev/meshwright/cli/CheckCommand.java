package dev.meshwright.cli;

import dev.meshwright.answer.AuditAnswer;
import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.QuantityAnswer;
import dev.meshwright.answer.json.CheckDocument;
import dev.meshwright.answer.json.DerivationDocument;
import dev.meshwright.answer.text.CheckText;
import dev.meshwright.answer.text.DerivationText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.ClaimFilter;
import dev.meshwright.cli.option.ProblemInput;
import dev.meshwright.cli.option.SweepOptions;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.plan.ClaimsFile;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.layout.PlanDraft;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Workbench;
import java.nio.file.Path;
import java.util.OptionalInt;
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

    @Parameters(index = "1", paramLabel = "PLAN", description = "Plan file; degrees alone are enough.")
    private Path planFile = Path.of("");

    @Option(
            names = "--explain",
            paramLabel = "QUANTITY",
            description = "Print how a quantity such as throughput.system comes about, and nothing else.")
    private @Nullable String quantity;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description =
                    "With --explain: show so many levels of formulas below the quantity's own; 3 unless given, and in"
                            + " JSON all of them.")
    private @Nullable Integer depth;

    @Mixin
    private SweepOptions sweep = new SweepOptions();

    @Option(
            names = "--claims",
            paramLabel = "VERDICT",
            converter = ClaimFilter.Converter.class,
            description = "Print only the audit, and of it only these claims: all, confirmed, refuted, impossible,"
                    + " not-derivable. JSON always has everything.")
    private @Nullable ClaimFilter claims;

    @Option(
            names = "--claims-file",
            paramLabel = "FILE",
            description = "More claims to audit, as meshwright claims drafts them from a document.")
    private @Nullable Path claimsFile;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        refuseDepth();
        CheckRequest request = request();
        Workbench workbench = new Workbench();
        if (quantity != null) {
            return explained(workbench.explain(request, quantity, terminal.quietly()))
                    .code();
        }
        if (claims != null && !options.json()) {
            AuditAnswer answer = workbench.audit(request, terminal.quietly());
            terminal.answer(CheckText.of(answer, claims.keeps(), terminal.style()));
            return verdict(answer.plan(), answer.audit().refuted()).code();
        }
        CheckAnswer answer = workbench.check(request, terminal.quietly());
        terminal.answer(
                options.json() ? Documents.toJson(CheckDocument.of(answer)) : CheckText.of(answer, terminal.style()));
        return verdict(answer.plan(), answer.audit().refuted()).code();
    }

    /** The plan, with the claims of the other file. */
    private PlanDraft draft() {
        PlanDraft draft = PlanFiles.read(planFile);
        return claimsFile == null ? draft : draft.withClaims(ClaimsFile.read(claimsFile));
    }

    private void refuseDepth() {
        if (depth != null && depth < 0) {
            throw new ParameterException(spec.commandLine(), "--depth: " + depth + " must be 0 or more levels.");
        }
        if (depth != null && quantity == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--depth: there is nothing to show. Maybe --explain throughput.system --depth " + depth + ".");
        }
    }

    private CheckRequest request() {
        ProblemDocument document = problem.read();
        Constants constants = problem.constants();
        PlanDraft draft = draft();
        return new CheckRequest(
                document, draft, constants, sweep.lengths(), sweep.checkpointingAbove(), options.effort());
    }

    private ExitCode explained(QuantityAnswer answer) {
        return switch (answer) {
            case QuantityAnswer.Unknown unknown -> throw new ParameterException(spec.commandLine(), unknown.maybe());
            case QuantityAnswer.Explained explained -> {
                print(explained);
                yield verdict(explained.plan(), false);
            }
        };
    }

    private void print(QuantityAnswer.Explained explained) {
        OptionalInt levels = depth == null ? OptionalInt.empty() : OptionalInt.of(depth);
        terminal.answer(
                options.json()
                        ? Documents.toJson(DerivationDocument.of(
                                explained.explanations(), levels.orElse(DerivationDocument.WHOLE)))
                        : DerivationText.of(
                                explained.explanations(), levels.orElse(DerivationText.LEVELS), terminal.style()));
    }

    private static ExitCode verdict(CheckedPlan plan, boolean refuted) {
        if (!plan.feasible()) {
            return ExitCode.INFEASIBLE;
        }
        return plan.missesTarget() || refuted ? ExitCode.MISSED : ExitCode.FINE;
    }
}
