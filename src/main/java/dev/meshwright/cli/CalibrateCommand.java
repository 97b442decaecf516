package dev.meshwright.cli;

import dev.meshwright.answer.json.CalibrationDocument;
import dev.meshwright.answer.text.accuracy.CalibrationText;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.DetailsOption;
import dev.meshwright.cli.output.EfficiencyOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.StatusLine;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.measured.MeasurementFiles.Measurements;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.Resources;
import dev.meshwright.lab.fit.CalibrationAnswer;
import dev.meshwright.workbench.Workbench;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Fits a few factors to the user's own measurements. */
@Command(
        name = "calibrate",
        description =
                "Fits factors on the constants of the cost model (rates of compute, memory, links and NICs,"
                        + " overheads per step, layer and request, interference of prompts, memory kept back) to your own"
                        + " measurements, keeps those that the data determines, and says why not the others. Use the file with --efficiency.")
final class CalibrateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Parameters(
            paramLabel = "MEASUREMENTS",
            description = "CSV file of measured rows, as validate takes them; five at least.")
    private Path file = Path.of("");

    @Mixin
    private EfficiencyOutput output = new EfficiencyOutput();

    @Mixin
    private DetailsOption details = new DetailsOption();

    CalibrateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        output.require();
        Measurements measurements = MeasurementFiles.read(file);
        Optional<CalibrationAnswer> found;
        try (StatusLine line = new StatusLine(terminal, "calibrating", "reading")) {
            found = new Workbench().calibrate(measurements, line.watch().within(options.timeLimit()));
        }
        if (found.isEmpty()) {
            terminal.say("Stopped before the factors were fitted: there is nothing to write.");
            return ExitCode.NO_ANSWER_YET.code();
        }
        CalibrationAnswer answer = found.get();
        if (answer.stopped()) {
            terminal.say(
                    "Stopped: a first fit to " + Figures.number(answer.fit().rows(), "row") + ".");
        }
        answer.standard()
                .unpredicted()
                .forEach((reason, rows) -> terminal.say(Figures.number(rows, "row") + " left out: " + reason));
        Map<String, Object> document = CalibrationDocument.of(answer, Resources.version());
        terminal.answer(
                options.json()
                        ? Documents.toJson(document)
                        : details.shown(CalibrationText.of(answer, terminal.style()), terminal.style()));
        output.write(document, terminal);
        return ExitCode.FINE.code();
    }
}
