package dev.meshwright.facts.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterCountTest {

    static Model model(int hidden, int vocabulary, boolean tied, List<Layer> layers, List<Layer> prediction) {
        return new Model("test", hidden, vocabulary, tied, 0, layers, prediction, Precisions.BF16);
    }

    /** Mixtral 8x7B: 32 layers, hidden 4096, 32 heads of 128 on 8 key-value heads, 8 experts of 14336, top 2. */
    static Model mixtral() {
        Layer layer = new Layer(new GroupedQueryAttention(32, 8, 128), new FeedForward.Mixture(8, 2, 14336, 0));
        return model(4096, 32000, false, Collections.nCopies(32, layer), List.of());
    }

    private static final LatentAttention LATENT = new LatentAttention(128, 1536, 512, 128, 64, 128, SparseIndexer.NONE);

    /** DeepSeek-V3: 3 dense layers, 58 with 256 experts and a shared one, a prediction module. */
    static Model deepSeekV3() {
        Layer dense = new Layer(LATENT, new FeedForward.Dense(18432, true, false));
        Layer routed = new Layer(LATENT, new FeedForward.Mixture(256, 8, 2048, 2048));
        List<Layer> layers = new ArrayList<>(Collections.nCopies(3, dense));
        layers.addAll(Collections.nCopies(58, routed));
        return model(7168, 129280, false, layers, List.of(routed));
    }

    @Test
    void mixtralByParts() {
        ParameterCount count = ParameterCount.of(mixtral());
        assertThat(count.embedding()).isEqualTo(32000L * 4096);
        assertThat(count.head()).isEqualTo(32000L * 4096);
        assertThat(count.mixers()).isEqualTo(32 * (4096L * (32 + 2 * 8) * 128 + 32L * 128 * 4096));
        assertThat(count.routedExperts()).isEqualTo(32 * (8 * 3L * 4096 * 14336));
        assertThat(count.activeRoutedExperts()).isEqualTo(32 * (2 * 3L * 4096 * 14336));
        assertThat(count.routers()).isEqualTo(32 * 4096L * 8);
        assertThat(count.norms()).isEqualTo(32 * 2 * 4096L + 4096);
        assertThat(count.sharedExperts()).isZero();
        assertThat(count.dense()).isZero();
        // 46.70 and 12.88 billion, as published.
        assertThat(count.total()).isEqualTo(46_702_792_704L);
        assertThat(count.active()).isEqualTo(46_702_792_704L - 32 * (6 * 3L * 4096 * 14336));
        assertThat(count.activeWithoutEmbedding()).isEqualTo(count.active() - 32000L * 4096);
    }

    @Test
    void deepSeekV3ByParts() {
        long attention = 7168L * 1536
                + 1536L * 128 * (128 + 64)
                + 7168L * (512 + 64)
                + 512L * 128 * (128 + 128)
                + 128L * 128 * 7168
                + 1536
                + 512;
        long expert = 3L * 7168 * 2048;
        ParameterCount count = ParameterCount.of(deepSeekV3());
        assertThat(count.mixers()).isEqualTo(61 * attention);
        assertThat(count.dense()).isEqualTo(3 * 3L * 7168 * 18432);
        assertThat(count.routedExperts()).isEqualTo(58 * 256 * expert);
        assertThat(count.activeRoutedExperts()).isEqualTo(58 * 8 * expert);
        assertThat(count.sharedExperts()).isEqualTo(58 * expert);
        assertThat(count.routers()).isEqualTo(58 * 7168L * 256);
        // A layer like the last one, the projection from two hidden states to one, and three norms.
        long module = attention + 257 * expert + 7168L * 256 + 2 * 7168L + 2L * 7168 * 7168 + 3 * 7168L;
        assertThat(count.prediction()).isEqualTo(module);
        assertThat(count.totalWithPrediction()).isEqualTo(count.total() + module);
        assertThat(count.total() / 1e9).isBetween(671.0, 671.1);
    }

    /** The founding documents' model: 16 layers of 16 experts of 3 x 512 x 1024: 0.403e9 weights in experts, not 10e9. */
    @Test
    void foundingExpertsAreFourHundredMillion() {
        Layer layer = new Layer(new GroupedQueryAttention(8, 8, 64), new FeedForward.Mixture(16, 2, 1024, 0));
        ParameterCount count = ParameterCount.of(model(512, 32000, false, Collections.nCopies(16, layer), List.of()));
        assertThat(count.routedExperts()).isEqualTo(16 * 16 * 1_572_864L).isEqualTo(402_653_184L);
    }

    @Test
    void tiedEmbeddingIsCountedOnceAndMultipliedAsTheHead() {
        Layer layer = new Layer(new GroupedQueryAttention(4, 1, 16), new FeedForward.Dense(256, false, true));
        ParameterCount tied = ParameterCount.of(model(64, 1000, true, List.of(layer), List.of()));
        long attention = 64L * (4 + 2) * 16 + 64L * 64;
        long dense = 2L * 64 * 256 + 256 + 64;
        assertThat(tied.total()).isEqualTo(1000L * 64 + attention + dense + 2 * 64 + 64);
        assertThat(tied.head()).isZero();
        assertThat(tied.activeWithoutEmbedding()).isEqualTo(tied.active());
    }

    @Test
    void gatesBiasesNormsAndSinksOfAttention() {
        // Queries and gate 2*8*32, keys and values 2*2*32; biases on all of them and the output; norms 2*32; 8 sinks.
        GroupedQueryAttention attention = new GroupedQueryAttention(8, 2, 32, 0, false, true, 64, true, true);
        assertThat(attention.parameters(100)).isEqualTo(100L * (2 * 256 + 128) + 256L * 100 + 100 + 64 + 8);
        GroupedQueryAttention biased = new GroupedQueryAttention(8, 2, 32, 0, true, false, 0, false, false);
        assertThat(biased.otherParameters(100)).isEqualTo(256 + 128);
        // Keys that serve as values leave one projection out; values may be narrower than keys.
        GroupedQueryAttention shared =
                new GroupedQueryAttention(8, 2, 32, 0, false, false, 0, false, false, 32, true, SparseIndexer.NONE);
        assertThat(shared.parameters(100)).isEqualTo(100L * (256 + 64) + 256L * 100);
        GroupedQueryAttention narrow =
                new GroupedQueryAttention(8, 2, 32, 0, false, false, 0, false, false, 16, false, SparseIndexer.NONE);
        assertThat(narrow.parameters(100)).isEqualTo(100L * (256 + 2 * (32 + 16)) + 128L * 100);
    }

    @Test
    void latentExpertsSeeTheLatentWidth() {
        // Nemotron 3: tokens are projected to 1024 before the experts and back after them.
        FeedForward.Mixture mixture = new FeedForward.Mixture(512, 22, 2688, false, false, 5376, false, 1024, 1, 1);
        assertThat(mixture.parametersPerExpert(4096)).isEqualTo(2L * 1024 * 2688);
        assertThat(mixture.routerParameters(4096)).isEqualTo(4096L * 512 + 2L * 4096 * 1024);
        assertThat(mixture.sharedParameters(4096)).isEqualTo(2L * 4096 * 5376);
    }

    @Test
    void identityExpertsCostNothingButTheirShareOfTheRouter() {
        // LongCat-Flash: 12 of 512 real and 256 identity experts, so 8 real ones on average.
        FeedForward.Mixture mixture = new FeedForward.Mixture(512, 12, 2048, true, false, 0, false, 0, 1, 1, 256);
        long expert = 3L * 6144 * 2048;
        assertThat(mixture.expectedExpertsPerToken()).isEqualTo(8);
        assertThat(mixture.parameters(6144)).isEqualTo(512 * expert + 6144L * (512 + 256));
        assertThat(mixture.activeParameters(6144)).isEqualTo(8 * expert + 6144L * (512 + 256));
    }

    @Test
    void hyperConnectionsMixStreamsAtBothPartsOfALayer() {
        // DeepSeek-V4: 4 streams: matrices of 24 x 4h, 24 biases and 3 scales at attention and feed-forward part.
        Layer layer = new Layer(new GroupedQueryAttention(4, 1, 16), new FeedForward.Dense(256, true, false));
        Model plain = model(64, 1000, true, List.of(layer), List.of());
        Model streams = new Model("test", 64, 1000, true, 0, List.of(layer), List.of(), Precisions.BF16, 4);
        assertThat(ParameterCount.of(streams).total() - ParameterCount.of(plain).total())
                .isEqualTo(2 * (24L * 4 * 64 + 24 + 3));
    }

    @Test
    void partsAddUpLayerByLayer() {
        Model model = deepSeekV3();
        long sum = model.layers().stream()
                .mapToLong(layer -> ParameterCount.of(layer, model).total())
                .sum();
        assertThat(ParameterCount.of(model).total()).isEqualTo(sum + 2L * 129280 * 7168 + 7168);
        for (Layer layer : model.layers()) {
            assertThat(ParameterCount.of(layer, model).total()).isEqualTo(layer.parameters(7168));
            assertThat(ParameterCount.of(layer, model).active()).isEqualTo(layer.activeParameters(7168));
        }
    }
}
