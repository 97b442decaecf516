package dev.meshwright.io.measured;

import dev.meshwright.answer.picture.AccuracyPictures;
import dev.meshwright.answer.text.accuracy.AccuracyTables;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.tree.MarkedText;
import dev.meshwright.lab.error.Residuals;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.error.report.ValidationAnswer;
import dev.meshwright.lab.row.MeasuredRow;
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
        files.put(RESIDUALS, residuals(answer).properties().getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private static Residuals residuals(ValidationAnswer answer) {
        Residuals residuals = new Residuals(row -> GpuCatalogue.standard()
                .find(String.valueOf(row.row().source().cells().get("system")).replace('_', '-'))
                .map(Gpu::family));
        answer.files().forEach((name, validation) -> {
            if (answer.leftOut().isEmpty()) {
                residuals.add(validation);
            } else if (served(validation) && !validation.fitted()) {
                residuals.addElsewhere(validation);
            } else {
                residuals.addLeftOut(answer.leftOut().get().files().getOrDefault(name, validation));
                residuals.addInUse(validation);
            }
        });
        return residuals;
    }

    private static boolean served(Validation validation) {
        return validation.rows().stream().anyMatch(row -> row.row() instanceof MeasuredRow.Served);
    }
}
