package dev.meshwright.io.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.ParameterCount;
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
            if (Math.abs(difference) > 1 && !cells[0].startsWith("Kimi-K2")) {
                off.add(line);
            }
        }
        table.forEach(System.out::println);
        assertThat(off).isEmpty();
    }

    /**
     * Authors count active parameters with both, one or none of the embedding matrices: the published figure lies between
     * the counts with both and with none, give or take half of its last digit.
     */
    @Test
    void activesAgreeWithPublishedOnes() throws IOException {
        Path folder = SharedData.require("data/models");
        int compared = 0;
        for (String row : Files.readAllLines(folder.resolve("published_params.csv"))) {
            String[] cells = row.split(",", 4);
            Path config = folder.resolve(cells[0] + ".config.json");
            if (!Files.exists(config) || cells[2].isEmpty()) {
                continue;
            }
            ParameterCount count =
                    ParameterCount.of(HuggingFaceConfig.read(config).model());
            double published = Double.parseDouble(cells[2]);
            boolean wholeBillions = published % 1e9 == 0;
            double rounding = wholeBillions ? 0.5e9 : 0.05e9;
            assertThat(published)
                    .as(cells[0])
                    .isBetween(count.active() - count.embedding() - count.head() - rounding, count.active() + rounding);
            compared++;
        }
        assertThat(compared).isGreaterThanOrEqualTo(17);
    }

    /**
     * Kimi-K2's published total, "1T", is rounded to one digit; its architecture has 2.6 % more: 60 routed layers of 385
     * gated experts of 7168 x 2048, one dense layer, latent attention of 64 heads, and two 163,840 x 7168 matrices.
     */
    @Test
    void kimiK2IsRoundedToOneDigit() throws IOException {
        Path folder = SharedData.require("data/models");
        long attention = 7168L * 1536
                + 1536L * 64 * (128 + 64)
                + 7168L * (512 + 64)
                + 512L * 64 * (128 + 128)
                + 64L * 128 * 7168
                + 1536
                + 512;
        long routed = 60 * (385L * 3 * 7168 * 2048 + 7168L * 384);
        long dense = 3L * 7168 * 18432;
        long norms = 61L * 2 * 7168 + 7168;
        long matrices = 2L * 163840 * 7168;
        long expected = 61 * attention + routed + dense + norms + matrices;
        Model model = HuggingFaceConfig.read(folder.resolve("Kimi-K2-Instruct.config.json"))
                .model();
        assertThat((double) ParameterCount.of(model).total()).isBetween(expected * 0.9999, expected * 1.0001);
        assertThat(expected / 1e12).isBetween(1.02, 1.03);
    }
}
