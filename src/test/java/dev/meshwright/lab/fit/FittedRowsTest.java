package dev.meshwright.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.lab.error.Half;
import dev.meshwright.lab.error.PublishedMeasurements;
import dev.meshwright.lab.row.CellText;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.MeasurementKind;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.serving.ServingMeasurements;
import dev.meshwright.lab.training.TrainingMemoryMeasurements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The list of rows that fits used is what they use. {@code -Dmeshwright.regenerate=true} writes it anew. */
class FittedRowsTest {

    private static final Path LIST = Path.of("src/main/resources/dev/meshwright/validation/fitted-rows.csv");

    private static final String HEAD = """
            # Rows of measurements to which constants were fitted: file, first 12 digits of the SHA-256 of the row's id.
            # Written by FittedRowsTest (-Dmeshwright.regenerate=true). Serving: of each campaign (model, GPU, engine, harness) at
            # most 30 of the rows with an even digest. Training: rows with an even digest.
            """;

    private static final int DIGITS = 12;

    /** Rows of serving.csv that the last fit used, and that count as another campaign since: their harness is known better. */
    private static final List<String> OF_THE_LAST_FIT = List.of("957ba964c675", "c35cf2952ee0", "cc17a2c09f29");

    @Test
    void listsTheRowsThatFitsUse() throws IOException {
        Map<String, TreeSet<String>> used = new TreeMap<>();
        for (String file : List.of("serving.csv", "serving_2.csv")) {
            CampaignFit.sample(rows(file, new ServingMeasurements()))
                    .values()
                    .forEach(rows -> rows.forEach(row -> used.computeIfAbsent(file, unused -> new TreeSet<>())
                            .add(digest(id(row)))));
        }
        used.get("serving.csv").addAll(OF_THE_LAST_FIT);
        used.put("published.csv", training("published.csv", new PublishedMeasurements()));
        used.put("training_memory.csv", training("training_memory.csv", new TrainingMemoryMeasurements()));
        StringBuilder text = new StringBuilder(HEAD);
        used.forEach((file, digests) -> digests.forEach(
                digest -> text.append(file).append(',').append(digest).append('\n')));
        if (Boolean.getBoolean("meshwright.regenerate")) {
            Files.writeString(LIST, text, StandardCharsets.UTF_8);
        }
        assertThat(Files.readString(LIST, StandardCharsets.UTF_8)).isEqualTo(text.toString());
    }

    /** Rows of phases that the fit of training's constants takes. */
    private static TreeSet<String> training(String file, MeasurementKind kind) {
        TreeSet<String> digests = new TreeSet<>();
        for (MeasuredRow row : rows(file, kind)) {
            for (Outcome outcome : row.predict(ServingRows.CATALOGUES).outcomes()) {
                String id = outcome.labels().id();
                if (Half.even(id) && !Half.neverFitted(outcome.labels().phase())) {
                    digests.add(digest(id));
                }
            }
        }
        return digests;
    }

    private static List<MeasuredRow> rows(String file, MeasurementKind kind) {
        List<Map<String, String>> cells = new ArrayList<>(
                CsvTable.read(SharedData.require("data/measurements/" + file)).rows());
        return kind.read(cells.stream().map(CellText::read).toList());
    }

    private static String id(MeasuredRow row) {
        return row.source().cells().getOrDefault("id", "");
    }

    private static String digest(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
