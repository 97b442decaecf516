package dev.meshwright.io.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.model.Model;
import dev.meshwright.model.ParameterCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Counts of published configurations against what their authors say; prints the table. */
class PublishedParametersTest {

    @Test
    void totalsAgreeWithPublishedOnes() throws IOException {
        Path folder = SharedData.require("data/models");
        List<String> table = new ArrayList<>();
        List<String> off = new ArrayList<>();
        for (String row :
                Files.readAllLines(folder.resolve("published_params.csv")).subList(1, 30)) {
            String[] cells = row.split(",", 4);
            Path config = folder.resolve(cells[0] + ".config.json");
            if (!Files.exists(config)) {
                continue;
            }
            Model model = HuggingFaceConfig.read(config).model();
            ParameterCount count = ParameterCount.of(model);
            double published = Double.parseDouble(cells[1]);
            double difference = 100 * (count.total() / published - 1);
            String line = String.format(
                    Locale.ROOT,
                    "%-20s total %9.3f published %7.2f  %+6.2f %%   active %8.3f (no embedding %8.3f) published %s",
                    cells[0],
                    count.total() / 1e9,
                    published / 1e9,
                    difference,
                    count.active() / 1e9,
                    count.activeWithoutEmbedding() / 1e9,
                    cells[2].isEmpty() ? "-" : String.valueOf(Double.parseDouble(cells[2]) / 1e9));
            table.add(line);
            if (Math.abs(difference) > 1) {
                off.add(line);
            }
        }
        table.forEach(System.out::println);
        assertThat(off).isEmpty();
    }
}
