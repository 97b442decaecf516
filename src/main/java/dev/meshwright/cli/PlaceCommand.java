package dev.meshwright.cli;

import dev.meshwright.answer.json.PlacementDocument;
import dev.meshwright.answer.json.drift.DriftDocument;
import dev.meshwright.answer.json.report.PlaceReport;
import dev.meshwright.answer.text.PlacementText;
import dev.meshwright.answer.text.drift.DriftText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.DetailsOption;
import dev.meshwright.cli.option.PlaceOptions;
import dev.meshwright.cli.output.PageOutput;
import dev.meshwright.cli.output.Written;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.Resources;
import dev.meshwright.placement.InfeasiblePlacementException;
import dev.meshwright.question.place.DriftAnswer;
import dev.meshwright.question.place.DriftRequest;
import dev.meshwright.question.place.PlaceAnswer;
import dev.meshwright.question.place.PlaceRequest;
import dev.meshwright.workbench.Workbench;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Places experts alone. */
@Command(
        name = "place",
        description =
                "Places experts on ranks: for one load or several profiles, from scratch or from what runs today.")
final class PlaceCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Mixin
    private PageOutput report = new PageOutput();

    @Mixin
    private DetailsOption details = new DetailsOption();

    PlaceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        report.require();
        Workbench workbench = new Workbench();
        try {
            PlaceRequest request = place.request(workbench, options.effort());
            Optional<DriftRequest> drift = place.drift(request);
            Optional<DriftAnswer> weighed = drift.map(asked -> workbench.drift(asked, terminal.quietly()));
            weighed.ifPresent(answer -> terminal.answer(
                    options.json()
                            ? Documents.toJson(DriftDocument.of(answer))
                            : details.shown(DriftText.of(answer, terminal.style()), terminal.style())));
            if (weighed.isPresent() && place.output().isEmpty() && !report.wanted()) {
                return ExitCode.FINE.code();
            }
            return answer(workbench.place(request, terminal.quietly()), weighed.isEmpty())
                    .code();
        } catch (InfeasiblePlacementException infeasible) {
            terminal.say("infeasible: " + infeasible.getMessage());
            return ExitCode.INFEASIBLE.code();
        }
    }

    private ExitCode answer(PlaceAnswer answer, boolean said) {
        Map<String, Object> document = report.wanted()
                ? PlaceReport.of(answer, "meshwright " + Resources.version())
                : PlacementDocument.of(answer);
        if (said) {
            terminal.answer(
                    options.json()
                            ? Documents.toJson(document)
                            : details.shown(PlacementText.of(answer, terminal.style()), terminal.style()));
        }
        place.output().ifPresent(file -> write(file, answer));
        report.write(document, terminal);
        return answer.placed().feasible() ? ExitCode.FINE : ExitCode.INFEASIBLE;
    }

    private void write(Path file, PlaceAnswer answer) {
        String text = place.file(answer.placed().placement());
        Written.orShown(terminal, file, text, "Placement written to ");
    }
}
