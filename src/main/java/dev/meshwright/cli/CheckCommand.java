package dev.meshwright.cli;

import dev.meshwright.answer.AuditAnswer;
import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.QuantityAnswer;
import dev.meshwright.answer.explain.Sharding;
import dev.meshwright.answer.json.CheckDocument;
import dev.meshwright.answer.json.ShardsDocument;
import dev.meshwright.answer.text.CheckText;
import dev.meshwright.answer.text.ShardsText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.ProblemInput;
import dev.meshwright.cli.option.ReplayOption;
import dev.meshwright.cli.option.plan.ExplainOptions;
import dev.meshwright.cli.option.plan.PlanInput;
import dev.meshwright.cli.option.plan.SweepOptions;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Workbench;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Scores a plan that somebody else wrote. */
@Command(
        name = "check",
        description =
                "Scores a plan: what it costs, which constraints it breaks, which targets it misses, which claims hold.")
final class CheckCommand implements Callable<Integer> {

    private final Terminal terminal;

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

    @Mixin
    private ReplayOption replay = new ReplayOption();

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Optional<String> quantity = explain.quantity();
        CheckRequest request = new CheckRequest(
                problem.read(),
                plan.read(),
                problem.constants(),
                sweep.lengths(),
                sweep.checkpointingAbove(),
                replay.wanted(),
                options.effort());
        Workbench workbench = new Workbench();
        if (explain.shards()) {
            Sharding answer = workbench.shards(request, terminal.quietly());
            terminal.answer(
                    options.rendered(() -> ShardsDocument.of(answer), () -> ShardsText.of(answer, terminal.style())));
            return verdict(answer.plan(), false);
        }
        if (quantity.isPresent()) {
            QuantityAnswer answer = workbench.explain(request, quantity.get(), terminal.quietly());
            terminal.answer(explain.rendered(answer, options.json(), terminal.style()));
            return verdict(answer.plan(), false);
        }
        if (explain.claims().isPresent() && !options.json()) {
            AuditAnswer answer = workbench.audit(request, terminal.quietly());
            terminal.answer(CheckText.of(answer, explain.claims().get().keeps(), terminal.style()));
            return verdict(answer.plan(), answer.audit().refuted());
        }
        CheckAnswer answer = workbench.check(request, terminal.quietly());
        terminal.answer(options.rendered(() -> CheckDocument.of(answer), () -> CheckText.of(answer, terminal.style())));
        return verdict(answer.plan(), answer.audit().refuted());
    }

    private static int verdict(CheckedPlan plan, boolean refuted) {
        return ExitCode.of(plan.feasible(), !plan.missesTarget() && !refuted).code();
    }
}
