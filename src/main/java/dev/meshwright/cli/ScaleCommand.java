package dev.meshwright.cli;

import dev.meshwright.answer.ScaleAnswer;
import dev.meshwright.answer.json.scale.ScaleDocument;
import dev.meshwright.answer.text.ScaleText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.DetailsOption;
import dev.meshwright.cli.option.GoalOptions;
import dev.meshwright.cli.option.ProblemInput;
import dev.meshwright.cli.option.ReplayOption;
import dev.meshwright.cli.output.PageOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Progress;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.ScaleRequest;
import dev.meshwright.workbench.Workbench;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what hardware a target needs. */
@Command(
        name = "scale",
        description = "Finds the smallest cluster that reaches a throughput target, or proves that none does;"
                + " measures what optimisations buy first and what each resource is worth.")
final class ScaleCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private GoalOptions goal = new GoalOptions();

    @Mixin
    private PageOutput report = new PageOutput();

    @Mixin
    private ReplayOption replay = new ReplayOption();

    @Mixin
    private ProblemInput problem = new ProblemInput();

    @Mixin
    private DetailsOption details = new DetailsOption();

    ScaleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        report.require();
        ScaleRequest request = request();
        ScaleAnswer answer;
        try (Progress progress = new Progress(terminal, request.problem().problem())) {
            answer = new Workbench().scale(request, progress.watch());
        }
        Map<String, Object> document = ScaleDocument.of(answer);
        terminal.answer(options.rendered(
                () -> document,
                () -> details.wanted()
                        ? ScaleText.of(answer, terminal.style())
                        : ScaleText.brief(answer, terminal.style())));
        report.write(document, terminal);
        Scaling scaling = answer.scaling();
        return ExitCode.of(scaling.feasible() || scaling.reached(), scaling.reached())
                .code();
    }

    private ScaleRequest request() {
        List<Gpu> alternatives = goal.alternatives();
        ProblemDocument document = problem.read();
        Constants constants = problem.constants();
        return new ScaleRequest(
                document, constants, goal.of(document.problem(), alternatives), replay.wanted(), options.effort());
    }
}
