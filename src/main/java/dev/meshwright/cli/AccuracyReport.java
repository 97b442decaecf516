package dev.meshwright.cli;

import dev.meshwright.answer.picture.CalibrationPlot;
import dev.meshwright.answer.text.accuracy.AccuracyTables;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.io.catalogue.FittedConstants;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.MarkedText;
import dev.meshwright.lab.error.Grouping;
import dev.meshwright.lab.error.Residuals;
import dev.meshwright.lab.error.Validation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Writes what the project says about its accuracy: tables, pictures and the residuals behind uncertainty intervals. */
final class AccuracyReport {

    private static final Path RESIDUALS = Path.of("src/main/resources/dev/meshwright/efficiency/residuals.properties");

    private final Map<String, Validation> validations;

    AccuracyReport(Map<String, Validation> validations) {
        this.validations = validations;
    }

    /** Pictures of every file and measure: file name and content. */
    Map<String, String> pictures(String prefix) {
        Map<String, String> pictures = new LinkedHashMap<>();
        validations.forEach((name, validation) -> validation.byMeasure().forEach((measure, outcomes) -> {
            String svg = CalibrationPlot.of(measure, title(name, measure), outcomes, Grouping.MODEL);
            if (!svg.isEmpty()) {
                pictures.put(fileName(prefix, name, measure), svg);
            }
        }));
        return pictures;
    }

    /** Writes everything under {@code root}, the root of the sources; nothing where a document has no place for it. */
    void write(Path root, Terminal terminal) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Map<String, String> links = new LinkedHashMap<>();
        pictures("accuracy-").forEach((file, svg) -> {
            files.put("docs/" + file, svg.getBytes(StandardCharsets.UTF_8));
            links.put("Predicted against measured: " + file.replaceAll("^accuracy-|\\.svg$", ""), file);
        });
        files.put(
                "docs/ACCURACY.md",
                MarkedText.replaced(
                        root.resolve("docs/ACCURACY.md"),
                        "accuracy",
                        AccuracyTables.full(validations, FittedConstants.counts(), links)));
        files.put(
                "README.md",
                MarkedText.replaced(root.resolve("README.md"), "accuracy", AccuracyTables.summary(validations)));
        Residuals residuals = new Residuals();
        validations.values().forEach(residuals::add);
        files.put(RESIDUALS.toString(), residuals.properties().getBytes(StandardCharsets.UTF_8));
        files.forEach((file, content) -> {
            AtomicFiles.write(root.resolve(file), content);
            terminal.say("Written: " + root.resolve(file));
        });
    }

    private static String title(String name, Measure measure) {
        return stem(name) + ": " + measure.words();
    }

    private static String fileName(String prefix, String name, Measure measure) {
        return prefix + stem(name) + "-"
                + measure.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".svg";
    }

    private static String stem(String name) {
        return name.replaceFirst("\\.[^.]*$", "");
    }
}
