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
import dev.meshwright.cli.option.ExplainOptions;
import dev.meshwright.cli.option.PlanInput;
import dev.meshwright.cli.option.ProblemInput;
import dev.meshwright.cli.option.SweepOptions;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.audit.Audit;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Workbench;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

    @Mixin
    private PlanInput plan = new PlanInput();

    @Mixin
    private ExplainOptions explain = new ExplainOptions();

    @Mixin
    private SweepOptions sweep = new SweepOptions();

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
        Optional<String> quantity = explain.quantity();
        CheckRequest request = request();
        Workbench workbench = new Workbench();
        if (quantity.isPresent()) {
            return explained(workbench.explain(request, quantity.get(), terminal.quietly()))
                    .code();
        }
        if (claims != null && !options.json()) {
            AuditAnswer answer = workbench.audit(request, terminal.quietly());
            terminal.answer(CheckText.of(answer, claims.keeps(), terminal.style()));
            return verdict(answer.plan(), answer.audit()).code();
        }
        CheckAnswer answer = workbench.check(request, terminal.quietly());
        terminal.answer(
                options.json() ? Documents.toJson(CheckDocument.of(answer)) : CheckText.of(answer, terminal.style()));
        return verdict(answer.plan(), answer.audit()).code();
    }

    private CheckRequest request() {
        ProblemDocument document = problem.read();
        Constants constants = problem.constants();
        PlanDraft draft = plan.read();
        return new CheckRequest(
                document, draft, constants, sweep.lengths(), sweep.checkpointingAbove(), options.effort());
    }

    private ExitCode explained(QuantityAnswer answer) {
        switch (answer) {
            case QuantityAnswer.Unknown unknown -> throw new ParameterException(spec.commandLine(), unknown.maybe());
            case QuantityAnswer.Explained explained -> print(explained);
        }
        return verdict(answer.plan());
    }

    private static ExitCode verdict(CheckedPlan plan) {
        return ExitCode.of(plan.feasible(), !plan.missesTarget());
    }

    private static ExitCode verdict(CheckedPlan plan, Audit audit) {
        return ExitCode.of(plan.feasible(), !plan.missesTarget() && !audit.refuted());
    }

    private void print(QuantityAnswer.Explained explained) {
        OptionalInt levels = explain.levels();
        terminal.answer(
                options.json()
                        ? Documents.toJson(DerivationDocument.of(
                                explained.explanations(), levels.orElse(DerivationDocument.WHOLE)))
                        : DerivationText.of(
                                explained.explanations(), levels.orElse(DerivationText.LEVELS), terminal.style()));
    }
}
