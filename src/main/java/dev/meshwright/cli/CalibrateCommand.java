package dev.meshwright.cli;

import dev.meshwright.answer.json.CalibrationDocument;
import dev.meshwright.answer.text.accuracy.CalibrationText;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.StatusLine;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.measured.MeasurementFiles.Measurements;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.Resources;
import dev.meshwright.lab.fit.CalibrationAnswer;
import dev.meshwright.workbench.Workbench;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fits a few factors to the user's own measurements. */
@Command(
        name = "calibrate",
        description = "Fits up to seven factors on the constants of the cost model (rates of compute, memory, links and"
                + " NICs, overheads per step and layer, interference of prompts) to your own measurements, keeps those"
                + " that the data determines, and says why not the others. Use the file with --efficiency.")
final class CalibrateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Parameters(
            paramLabel = "MEASUREMENTS",
            description = "CSV file of measured rows, as validate takes them; five at least.")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "EFFICIENCY",
            description = "Where the factors are written (YAML, or JSON by its name).")
    private @Nullable Path output;

    CalibrateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (output != null) {
            AtomicFiles.require(output);
        }
        Measurements measurements = MeasurementFiles.read(file);
        CalibrationAnswer answer;
        try (StatusLine line = new StatusLine(terminal, "calibrating", "reading")) {
            answer = new Workbench().calibrate(measurements, line.watch());
        }
        answer.standard()
                .unpredicted()
                .forEach((reason, rows) -> terminal.say(Figures.number(rows, "row") + " left out: " + reason));
        Map<String, Object> document = CalibrationDocument.of(answer, Resources.version());
        if (output != null) {
            write(output, document);
        }
        terminal.answer(options.json() ? Documents.toJson(document) : CalibrationText.of(answer, terminal.style()));
        return ExitCode.FINE.code();
    }

    private void write(Path target, Map<String, Object> document) {
        boolean json = target.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        String text = json ? Documents.toJson(document) : Documents.toYaml(document);
        AtomicFiles.write(target, text.getBytes(StandardCharsets.UTF_8));
        terminal.say("Written: " + target);
    }
}
