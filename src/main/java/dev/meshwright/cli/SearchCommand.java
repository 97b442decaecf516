package dev.meshwright.cli;

import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.json.PlanDocument;
import dev.meshwright.answer.json.ShortageDocument;
import dev.meshwright.answer.json.pool.PoolsDocument;
import dev.meshwright.answer.text.SearchText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.ProblemInput;
import dev.meshwright.cli.option.ReplayOption;
import dev.meshwright.cli.option.RunnersUp;
import dev.meshwright.cli.output.PlanOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Progress;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Workbench;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Finds the best layout. */
@Command(
        name = "search",
        description = "Finds the best feasible layout of a problem and says why nothing else is better.")
final class SearchCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private ProblemInput problem = new ProblemInput();

    @Mixin
    private PlanOutput output = new PlanOutput();

    @Mixin
    private RunnersUp runnersUp = new RunnersUp();

    @Mixin
    private ReplayOption replay = new ReplayOption();

    SearchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ProblemDocument document = problem.read();
        SearchRequest request =
                new SearchRequest(document, problem.constants(), runnersUp.number(), replay.wanted(), options.effort());
        SearchAnswer answer;
        try (Progress progress = new Progress(terminal, document.problem())) {
            answer = new Workbench().search(request, progress.watch());
        }
        return switch (answer) {
            case SearchAnswer.Found found -> found(found).code();
            case SearchAnswer.Split split -> split(split).code();
            case SearchAnswer.NoPools none -> none(none).code();
            case SearchAnswer.NothingFound nothing -> nothing(nothing).code();
        };
    }

    private ExitCode split(SearchAnswer.Split split) {
        Map<String, Object> plan = PoolsDocument.of(split);
        terminal.say("Plan written to " + output.write(plan, problem.file()));
        terminal.answer(options.json() ? Documents.toJson(plan) : SearchText.of(split, terminal.style()));
        return split.argument().missesTarget() ? ExitCode.MISSED : ExitCode.FINE;
    }

    private ExitCode none(SearchAnswer.NoPools none) {
        terminal.answer(
                options.json() ? Documents.toJson(PoolsDocument.of(none)) : SearchText.of(none, terminal.style()));
        return ExitCode.INFEASIBLE;
    }

    private ExitCode found(SearchAnswer.Found found) {
        Map<String, Object> plan = PlanDocument.of(found);
        terminal.say("Plan written to " + output.write(plan, problem.file()));
        terminal.answer(options.json() ? Documents.toJson(plan) : SearchText.of(found, terminal.style()));
        return found.missesTarget() ? ExitCode.MISSED : ExitCode.FINE;
    }

    private ExitCode nothing(SearchAnswer.NothingFound nothing) {
        if (!nothing.complete()) {
            terminal.say("Cut off before any layout was complete.");
        }
        terminal.answer(
                options.json()
                        ? Documents.toJson(ShortageDocument.of(nothing))
                        : SearchText.of(nothing, terminal.style()));
        return ExitCode.INFEASIBLE;
    }
}
