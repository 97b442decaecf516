package dev.meshwright.io.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.model.FlopCount;
import dev.meshwright.facts.model.FlopCount.AttentionCounting;
import dev.meshwright.facts.model.FlopCount.Convention;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.ParameterCount;
import dev.meshwright.io.catalogue.ModelCatalogue;
import java.util.Locale;

/**
 * A configuration in our own words (only the keys and numbers that are facts, quotes written as apostrophes) and what is
 * known of its model.
 *
 * @param name the published model
 * @param config its configuration
 * @param total weights by arithmetic, without norms and biases
 * @param active weights that a token uses by arithmetic, embedding and head included
 * @param published total that its makers state; 0 where none is known
 */
record Known(String name, String config, double total, double active, double published) {

    /** Norms and biases, which the arithmetic leaves out, are below this part of any of these models. */
    private static final double NORMS_AND_BIASES = 0.003;

    Model read() {
        return HuggingFaceConfig.read(config.replace('\'', '"'), name, name).model();
    }

    /** Reads the configuration, compares it with what is known and with the catalogue; prints the row of the table. */
    Model check(double tolerance) {
        Model model = read();
        ParameterCount count = ParameterCount.of(model);
        System.out.printf(
                Locale.ROOT,
                "%-26s ours %9.3f  published %9.3f  %+6.2f %%  active %8.3f%n",
                name,
                count.total() / 1e9,
                published / 1e9,
                published > 0 ? 100 * (count.total() / published - 1) : 0,
                count.active() / 1e9);
        ModelCatalogue.standard().find(name).ifPresent(entry -> {
            assertThat(entry.model().hidden()).isEqualTo(model.hidden());
            assertThat(entry.model().vocabulary()).isEqualTo(model.vocabulary());
            assertThat(entry.model().tiedEmbeddings()).isEqualTo(model.tiedEmbeddings());
            assertThat(entry.model().layers()).as("layers of " + name).isEqualTo(model.layers());
            assertThat(entry.model().predictionLayers()).isEqualTo(model.predictionLayers());
        });
        assertThat((double) count.total()).as("total of " + name).isCloseTo(total, within(total * NORMS_AND_BIASES));
        assertThat((double) count.active())
                .as("active of " + name)
                .isCloseTo(active, within(active * NORMS_AND_BIASES));
        if (published > 0) {
            assertThat((double) count.total())
                    .as("published total of " + name)
                    .isCloseTo(published, within(published * tolerance));
        }
        double flops = FlopCount.training(model, 1024, new Convention(AttentionCounting.CAUSAL_HALF, 0, 1));
        assertThat(flops).isFinite().isPositive();
        return model;
    }

    /** Query, key, value and output matrices of {@code heads} heads of {@code size}, {@code shared} of them keys. */
    static double grouped(double hidden, double heads, double shared, double size) {
        return 2 * hidden * heads * size + 2 * hidden * shared * size;
    }

    /** Gate, up and down matrix. */
    static double gated(double hidden, double width) {
        return 3 * hidden * width;
    }

    /** Up and down matrix. */
    static double plain(double hidden, double width) {
        return 2 * hidden * width;
    }

    /** Latent attention: queries (through {@code queryRank} unless 0), latent, expansion, output. */
    static double latent(
            double hidden, double heads, double queryRank, double rank, double nope, double rope, double value) {
        double queries = heads * (nope + rope);
        double query = queryRank > 0 ? queryRank * (hidden + queries) : hidden * queries;
        return query + hidden * (rank + rope) + rank * heads * (nope + value) + heads * value * hidden;
    }
}
