package dev.meshwright.cli.output;

import dev.meshwright.answer.FrontAnswer;
import dev.meshwright.answer.json.front.FrontDocument;
import dev.meshwright.answer.text.front.FrontText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.DetailsOption;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Progress;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.front.Fronting;
import java.nio.file.Path;
import java.util.Optional;

/** The part of search that answers with a front. */
public record FrontRun(Terminal terminal, AnswerOptions options, Optional<Path> file, PageOutput report) {

    /** Answers and prints it; the exit code. */
    public int answer(SearchRequest request, int searches, DetailsOption details) {
        FrontAnswer answer;
        try (Progress progress = new Progress(terminal, request.problem().problem())) {
            answer = new Fronting().answer(request, searches, progress.watch());
        }
        terminal.answer(options.rendered(
                () -> FrontDocument.of(answer),
                () -> details.shown(FrontText.of(answer, terminal.style()), terminal.style())));
        report.write(FrontDocument.of(answer), terminal);
        file.ifPresent(target -> FrontOutput.write(answer, target, terminal));
        boolean found = !answer.front().points().isEmpty();
        ExitCode none = answer.front().complete() ? ExitCode.INFEASIBLE : ExitCode.NO_ANSWER_YET;
        return (found ? ExitCode.FINE : none).code();
    }
}
