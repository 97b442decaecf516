package dev.meshwright.io.measured;

import dev.meshwright.answer.picture.AccuracyPictures;
import dev.meshwright.answer.text.accuracy.AccuracyTables;
import dev.meshwright.io.tree.MarkedText;
import dev.meshwright.lab.error.Residuals;
import dev.meshwright.lab.error.report.ValidationAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the project's sources say about its accuracy: tables, pictures and the residuals behind uncertainty intervals. */
public final class AccuracyFiles {

    private static final String RESIDUALS = "src/main/resources/dev/meshwright/efficiency/residuals.properties";
    private static final String TABLES = "docs/ACCURACY.md";
    private static final String README = "README.md";

    private AccuracyFiles() {}

    /**
     * The files to be written, by their place under {@code root}.
     *
     * @throws dev.meshwright.base.fault.InvalidInputException if a document has no place for its part
     */
    public static Map<String, byte[]> files(ValidationAnswer answer, Path root) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Map<String, String> links = new LinkedHashMap<>();
        AccuracyPictures.of(answer, "accuracy-").forEach((file, svg) -> {
            files.put("docs/" + file, svg.getBytes(StandardCharsets.UTF_8));
            links.put("Predicted against measured: " + file.replaceAll("^accuracy-|\\.svg$", ""), file);
        });
        String tables = AccuracyTables.full(answer, links);
        files.put(TABLES, MarkedText.replaced(root.resolve(TABLES), "accuracy", tables));
        String summary = AccuracyTables.summary(answer);
        files.put(README, MarkedText.replaced(root.resolve(README), "accuracy", summary));
        Residuals residuals = new Residuals();
        answer.files().values().forEach(residuals::add);
        files.put(RESIDUALS, residuals.properties().getBytes(StandardCharsets.UTF_8));
        return files;
    }
}
