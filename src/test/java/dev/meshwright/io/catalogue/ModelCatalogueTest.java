package dev.meshwright.io.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.SharedData;
import dev.meshwright.base.resource.ResourceText;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.ParameterCount;
import dev.meshwright.io.catalogue.ModelCatalogue.Entry;
import dev.meshwright.io.huggingface.HuggingFaceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The stored models: they read, are found by every name, and have the parameters their makers state. */
class ModelCatalogueTest {

    private static final ModelCatalogue CATALOGUE = ModelCatalogue.standard();

    /**
     * Totals that their makers round to fewer digits than one per cent, with what the architecture has (Kimi-K2: 60
     * layers of 385 experts; Kimi Linear: 26 of 257).
     */
    private static final Map<String, Double> ROUNDED =
            Map.of("kimi-k2-instruct", 1.026e12, "kimi-k2.5", 1.026e12, "kimi-linear-48b-a3b", 49.1e9);

    @Test
    void everyListedModelReads() {
        assertThat(CATALOGUE.names()).hasSizeGreaterThanOrEqualTo(46).doesNotHaveDuplicates();
        for (String name : CATALOGUE.names()) {
            Entry entry = CATALOGUE.find(name).orElseThrow();
            assertThat(entry.name()).isEqualTo(name);
            assertThat(entry.model().name()).isEqualTo(name);
            assertThat(entry.source()).as(name).isNotBlank();
            assertThat(entry.model().depth()).as(name).isPositive();
        }
    }

    @Test
    void namesAndAliasesAreFoundInAnyCaseAndWithAnOwner() {
        for (String line :
                ResourceText.of("/dev/meshwright/models/index.txt").lines().toList()) {
            String[] names = line.trim().split("\\s+");
            for (String name : names) {
                assertThat(CATALOGUE.find(name).orElseThrow().name()).isEqualTo(names[0]);
                assertThat(CATALOGUE
                                .find("some-owner/" + name.toUpperCase(Locale.ROOT))
                                .orElseThrow()
                                .name())
                        .isEqualTo(names[0]);
            }
        }
        assertThat(CATALOGUE.find("deepseek-ai/DeepSeek-V3").orElseThrow().name())
                .isEqualTo("deepseek-v3");
        assertThat(CATALOGUE.find("MiniMaxAI/MiniMax-Text-01").orElseThrow().name())
                .isEqualTo("minimax-m1");
        assertThat(CATALOGUE.find("nobody/nothing")).isEmpty();
    }

    @Test
    void totalsAreThePublishedOnes() {
        int compared = 0;
        for (String name : CATALOGUE.names()) {
            Entry entry = CATALOGUE.find(name).orElseThrow();
            double total = ParameterCount.of(entry.model()).total();
            if (entry.publishedParameters().isPresent()) {
                double published =
                        ROUNDED.getOrDefault(name, entry.publishedParameters().getAsDouble());
                assertThat(total).as(name).isCloseTo(published, within(0.01 * published));
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(35);
    }

    /**
     * Weights that a token uses: makers leave the embedding in or out, and round; all lie between the two counts less
     * and plus half of the last published digit, which is taken as 8 per cent, or half a billion.
     */
    @Test
    void activeParametersAreThePublishedOnes() {
        for (String name : CATALOGUE.names()) {
            Entry entry = CATALOGUE.find(name).orElseThrow();
            if (entry.publishedActiveParameters().isPresent()) {
                ParameterCount count = ParameterCount.of(entry.model());
                double published = entry.publishedActiveParameters().getAsDouble();
                double slack = Math.max(0.08 * published, 0.5e9);
                double least = count.active() - (double) count.embedding() - count.head();
                assertThat(published).as(name).isBetween(least - slack, count.active() + slack);
            }
        }
    }

    /** What a published configuration says is what the catalogue says, part by part. */
    @Test
    void configurationsAgreeWithTheCatalogue() throws IOException {
        Path folder = SharedData.require("data/models");
        List<String> compared = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".config.json", "");
                Entry entry = CATALOGUE.find(name).orElse(null);
                if (entry == null || !file.toString().endsWith(".config.json")) {
                    continue;
                }
                Model read = HuggingFaceConfig.read(file).model();
                Model stored = entry.model();
                assertThat(stored.layers()).as(name).isEqualTo(read.layers());
                assertThat(stored.predictionLayers()).as(name).isEqualTo(read.predictionLayers());
                assertThat(ParameterCount.of(stored)).as(name).isEqualTo(ParameterCount.of(read));
                assertThat(stored.precisions()).as(name).isEqualTo(read.precisions());
                // Some configurations are of papers, which state none.
                assertThat(read.positions()).as(name).isIn(0, stored.positions());
                compared.add(name);
            }
        }
        assertThat(compared).hasSizeGreaterThanOrEqualTo(25);
    }
}
