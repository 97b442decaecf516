package dev.meshwright.cli;

import dev.meshwright.answer.AuditAnswer;
import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.PoolsCheckAnswer;
import dev.meshwright.answer.QuantityAnswer;
import dev.meshwright.answer.explain.Sharding;
import dev.meshwright.answer.json.ShardsDocument;
import dev.meshwright.answer.json.launch.LaunchDocument;
import dev.meshwright.answer.json.report.ReportDocument;
import dev.meshwright.answer.launch.LaunchAnswer;
import dev.meshwright.answer.text.CheckText;
import dev.meshwright.answer.text.PoolsText;
import dev.meshwright.answer.text.ShardsText;
import dev.meshwright.answer.text.launch.LaunchText;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.DetailsOption;
import dev.meshwright.cli.option.ReplayOption;
import dev.meshwright.cli.option.launch.LaunchOptions;
import dev.meshwright.cli.option.plan.CheckedInput;
import dev.meshwright.cli.option.plan.ExplainOptions;
import dev.meshwright.cli.option.plan.PlanInput;
import dev.meshwright.cli.option.plan.SweepOptions;
import dev.meshwright.cli.output.PageOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.launch.LaunchRequest;
import dev.meshwright.workbench.launch.Launched;
import dev.meshwright.workbench.launch.Launching;
import dev.meshwright.workbench.launch.Starting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
    private CheckedInput input = new CheckedInput();

    @Mixin
    private LaunchOptions launch = new LaunchOptions();

    @Mixin
    private PlanInput plan = new PlanInput();

    @Mixin
    private PageOutput report = new PageOutput();

    @Mixin
    private ExplainOptions explain = new ExplainOptions();

    @Mixin
    private SweepOptions sweep = new SweepOptions();

    @Mixin
    private DetailsOption details = new DetailsOption();

    @Mixin
    private ReplayOption replay = new ReplayOption();

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        report.require();
        if (!input.launch().isEmpty()) {
            return launched();
        }
        launch.requireUnused();
        Optional<PoolsDraft> pools = plan.pools();
        if (pools.isPresent()) {
            return pools(pools.get());
        }
        return checked(new CheckRequest(
                input.read(),
                input.claimed(plan.read()),
                launch.constants(),
                sweep.lengths(),
                sweep.checkpointingAbove(),
                replay.wanted(),
                options.effort()));
    }

    private int pools(PoolsDraft draft) {
        if (explain.shards()
                || explain.quantity().isPresent()
                || explain.claims().isPresent()) {
            throw new InvalidInputException(List.of(new Fault(
                    "",
                    "/pools",
                    "",
                    "quantities, claims and shards are not to be had of plans with pools",
                    "Maybe check each pool by itself, as a prefill and a decode problem.")));
        }
        PoolsCheckAnswer answer =
                new Workbench().check(input.read(), draft, launch.constants(), replay.wanted(), options.effort());
        Map<String, Object> document = ReportDocument.of(answer);
        report.write(document, terminal);
        terminal.answer(options.rendered(
                () -> document,
                () -> details.wanted()
                        ? PoolsText.of(answer, terminal.style())
                        : PoolsText.brief(answer, terminal.style())));
        return ExitCode.of(answer.plan().feasible(), !answer.missesTarget()).code();
    }

    private int checked(CheckRequest request) {
        Optional<String> quantity = explain.quantity();
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
        print(workbench, request, answer);
        return verdict(answer.plan(), answer.audit().refuted());
    }

    private void print(Workbench workbench, CheckRequest request, CheckAnswer answer) {
        Supplier<Map<String, Object>> document =
                () -> ReportDocument.of(answer, Starting.of(workbench, request, terminal.quietly()));
        if (report.wanted()) {
            Map<String, Object> made = document.get();
            terminal.answer(options.rendered(() -> made, () -> text(answer)));
            report.write(made, terminal);
        } else {
            terminal.answer(options.rendered(document, () -> text(answer)));
        }
    }

    private String text(CheckAnswer answer) {
        return details.wanted() ? CheckText.of(answer, terminal.style()) : CheckText.brief(answer, terminal.style());
    }

    /** A launch that will not run breaks hard constraints; one that runs against what is usual is a miss. */
    private int launched() {
        Optional<ProblemDocument> problem = input.problem();
        LaunchRequest request = launch.request(input.launch(), true, options);
        Launched launched = Launching.read(new Workbench(), request, problem, terminal.quietly());
        LaunchAnswer answer = launched.answer();
        terminal.answer(options.rendered(
                () -> LaunchDocument.of(answer),
                () -> details.wanted()
                        ? LaunchText.of(answer, terminal.style())
                        : LaunchText.brief(answer, terminal.style())));
        return ExitCode.of(answer.feasible(), answer.meets()).code();
    }

    private static int verdict(CheckedPlan plan, boolean refuted) {
        return ExitCode.of(plan.feasible(), !plan.missesTarget() && !refuted).code();
    }
}
