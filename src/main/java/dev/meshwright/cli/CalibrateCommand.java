package dev.meshwright.cli;

import dev.meshwright.answer.json.CalibrationDocument;
import dev.meshwright.answer.text.accuracy.CalibrationText;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.io.measured.MeasurementFiles.Measurements;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.fit.CalibrationFit;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.PredictedRow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
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

    private static final String WORK = "calibrating";

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
        Measurements measurements = Measured.read(List.of(file)).getFirst();
        Catalogues catalogues = Measured.catalogues(options, terminal);
        Validation standard;
        try (StatusLine line = new StatusLine(terminal, WORK, "reading")) {
            standard = Measured.predict(measurements, catalogues, line);
        }
        requireEnough(standard);
        standard.unpredicted()
                .forEach((reason, rows) -> terminal.say(Figures.number(rows, "row") + " left out: " + reason));
        CalibrationFit fit;
        try (StatusLine line = new StatusLine(terminal, WORK, "trying factors")) {
            AtomicInteger steps = new AtomicInteger();
            fit = CalibrationFit.of(
                    usable(standard),
                    catalogues,
                    () -> line.say("trying factors, " + Figures.number(steps.incrementAndGet(), "step") + " done"));
        }
        Map<String, Object> document =
                CalibrationDocument.of(fit, String.valueOf(file.getFileName()), MeshwrightCommand.Version.text());
        Path target = output;
        if (target != null) {
            boolean json = target.toString().toLowerCase(Locale.ROOT).endsWith(".json");
            String text = json ? Documents.toJson(document) : Documents.toYaml(document);
            AtomicFiles.write(target, text.getBytes(StandardCharsets.UTF_8));
            terminal.say("Written: " + target);
        }
        terminal.answer(
                options.json()
                        ? Documents.toJson(document)
                        : CalibrationText.of(fit, String.valueOf(file.getFileName()), terminal.style()));
        return ExitCode.FINE.code();
    }

    private static List<MeasuredRow> usable(Validation validation) {
        return validation.rows().stream()
                .filter(row -> row.prediction().predicted()
                        && !row.prediction().outcomes().isEmpty())
                .map(PredictedRow::row)
                .toList();
    }

    private void requireEnough(Validation validation) {
        int usable = usable(validation).size();
        long different = validation.rows().stream()
                .filter(row -> !row.prediction().outcomes().isEmpty())
                .map(row -> row.prediction().outcomes().stream()
                        .map(outcome -> outcome.predicted())
                        .toList())
                .distinct()
                .count();
        if (usable >= CalibrationFit.FEWEST_ROWS && different < CalibrationFit.FEWEST_ROWS) {
            throw new InvalidInputException(List.of(new Fault(
                    file.toString(),
                    "",
                    "",
                    "repeats " + Figures.number(different, "deployment") + "; a calibration needs "
                            + CalibrationFit.FEWEST_ROWS + " different ones",
                    "Maybe measure further loads or layouts.")));
        }
        if (usable < CalibrationFit.FEWEST_ROWS) {
            String reasons = validation.unpredicted().isEmpty()
                    ? ""
                    : "; not predicted: "
                            + String.join(", ", validation.unpredicted().keySet());
            throw new InvalidInputException(List.of(new Fault(
                    file.toString(),
                    "",
                    "",
                    "has " + Figures.number(usable, "measured row") + " that can be predicted; a calibration needs "
                            + CalibrationFit.FEWEST_ROWS + reasons,
                    "Maybe measure further loads or layouts.")));
        }
    }
}
