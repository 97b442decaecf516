package dev.meshwright.facts.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.model.FlopCount.AttentionCounting;
import dev.meshwright.facts.model.FlopCount.Convention;
import dev.meshwright.facts.model.LinearAttention.Kind;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FlopCountTest {

    private static final long SEED = 20_261_121L;

    @Test
    void mixtralByParts() {
        FlopCount count = FlopCount.forwardOfSequence(ParameterCountTest.mixtral(), 8192, Convention.TRAINING);
        assertThat(count.mixerProjections()).isEqualTo(32 * 2.0 * (4096L * 48 * 128 + 4096L * 4096));
        // Scores and values: 4*a*d for each of 8192/2 positions.
        assertThat(count.mixerCore()).isEqualTo(32 * 4.0 * 32 * 128 * 4096);
        assertThat(count.routedExperts()).isEqualTo(32 * 2 * (2.0 * 3 * 4096 * 14336));
        assertThat(count.routers()).isEqualTo(32 * 2.0 * 4096 * 8);
        assertThat(count.head()).isEqualTo(2.0 * 4096 * 32000);
        assertThat(count.dense() + count.sharedExperts() + count.prediction()).isZero();
    }

    @Test
    void matricesCostTwiceTheirActiveWeights() {
        Model model = ParameterCountTest.mixtral();
        ParameterCount parameters = ParameterCount.of(model);
        FlopCount flops = FlopCount.forwardOfSequence(model, 4096, Convention.INFERENCE);
        double matrices = parameters.activeWithoutEmbedding() - parameters.norms();
        assertThat(flops.total() - flops.mixerCore()).isEqualTo(2 * matrices);
    }

    @Test
    void trainingIsThreeForwardPasses() {
        Model model = ParameterCountTest.mixtral();
        assertThat(FlopCount.training(model, 4096, Convention.TRAINING))
                .isEqualTo(3
                        * FlopCount.forwardOfSequence(model, 4096, Convention.TRAINING)
                                .total());
    }

    @Test
    void fullCountingSeesTwiceThePositions() {
        Model model = ParameterCountTest.mixtral();
        FlopCount half = FlopCount.forwardOfSequence(model, 4096, Convention.INFERENCE);
        FlopCount full = FlopCount.forwardOfSequence(model, 4096, new Convention(AttentionCounting.FULL, 0, 1));
        assertThat(full.mixerCore()).isEqualTo(2 * half.mixerCore());
        assertThat(full.total() - full.mixerCore()).isEqualTo(half.total() - half.mixerCore());
    }

    @Test
    void promptNeedsLogitsOnceAndEveryGeneratedTokenNeedsThem() {
        Model model = ParameterCountTest.mixtral();
        assertThat(FlopCount.prefill(model, 1000).head()).isEqualTo(2.0 * 4096 * 32000 / 1000);
        assertThat(FlopCount.decode(model, 1000).head()).isEqualTo(2.0 * 4096 * 32000);
        assertThat(FlopCount.decode(model, 1000).mixerCore()).isEqualTo(32 * 4.0 * 32 * 128 * 1000);
        assertThat(FlopCount.prefill(model, 1000).mixerCore()).isEqualTo(32 * 4.0 * 32 * 128 * 500);
    }

    @Test
    void latentAttentionWorksOnTheCompressedCacheInDecode() {
        Model model = ParameterCountTest.deepSeekV3();
        assertThat(FlopCount.prefill(model, 4096).mixerCore()).isEqualTo(61 * 2.0 * 128 * (128 + 64 + 128) * 2048);
        assertThat(FlopCount.decode(model, 4096).mixerCore()).isEqualTo(61 * 2.0 * 128 * (2 * 512 + 64) * 4096);
    }

    @Test
    void predictionPassesAddLayerProjectionAndHead() {
        Model model = ParameterCountTest.deepSeekV3();
        double none =
                FlopCount.forwardOfSequence(model, 4096, Convention.INFERENCE).total();
        double once =
                FlopCount.forwardOfSequence(model, 4096, Convention.TRAINING).total();
        double twice = FlopCount.forwardOfSequence(model, 4096, Convention.TRAINING.withPredictionPasses(2))
                .total();
        long attention = 7168L * 1536 + 1536L * 128 * 192 + 7168L * 576 + 512L * 128 * 256 + 128L * 128 * 7168;
        double layer = 2.0 * attention + 2.0 * 128 * 320 * 2048 + 2.0 * 9 * 3 * 7168 * 2048 + 2.0 * 7168 * 256;
        double module = layer + 4.0 * 7168 * 7168 + 2.0 * 7168 * 129280;
        assertThat(once - none).isCloseTo(module, within(1.0));
        assertThat(twice - none).isCloseTo(2 * module, within(1.0));
        assertThat(Convention.TRAINING.withPredictionLayers(false)).isEqualTo(Convention.INFERENCE);
    }

    @Test
    void vocabularyIsPaddedToTheMultiple() {
        Model model = ParameterCountTest.mixtral();
        Convention padded = new Convention(AttentionCounting.CAUSAL_HALF, 0, 1024);
        // 32,000 = 31.25 * 1024.
        assertThat(FlopCount.forwardOfSequence(model, 16, padded).head()).isEqualTo(2.0 * 4096 * 32 * 1024);
    }

    /** Differential: the closed form of windowed causal attention against a loop over the positions. */
    @Test
    void windowedCausalMeanEqualsTheLoop() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 200; round++) {
            int sequence = random.nextInt(1, 5000);
            int window = random.nextInt(1, 5000);
            double loop = 0;
            for (int position = 0; position < sequence; position++) {
                // The middle of a token's step: half its own position is visible to it.
                loop += Math.min(position + 0.5, window);
            }
            assertThat(CausalMean.ofMinimum(sequence, window))
                    .as("sequence %d window %d seed %d", sequence, window, SEED)
                    .isCloseTo(loop / sequence, within(0.5));
            GroupedQueryAttention attention =
                    new GroupedQueryAttention(4, 2, 32, window, false, false, 0, false, false);
            assertThat(attention.causalCoreFlopsPerToken(sequence))
                    .isCloseTo(4.0 * 4 * 32 * loop / sequence, within(4.0 * 4 * 32 * 0.5));
        }
    }

    @Test
    void sparseAttentionScoresEverythingAndAttendsToFew() {
        SparseIndexer indexer = new SparseIndexer(64, 128, 2048);
        LatentAttention sparse = new LatentAttention(128, 1536, 512, 128, 64, 128, indexer);
        double scores = 2.0 * 64 * 128 * 65536;
        assertThat(sparse.coreFlopsPerToken(65536, true)).isEqualTo(2.0 * 128 * (2 * 512 + 64) * 2048 + scores);
        // A choice that an earlier layer made costs no scores.
        LatentAttention reused = new LatentAttention(128, 1536, 512, 128, 64, 128, SparseIndexer.shared(2048));
        assertThat(reused.coreFlopsPerToken(65536, true)).isEqualTo(2.0 * 128 * (2 * 512 + 64) * 2048);
    }

    @Test
    void compressedAttentionSeesItsWindowAndPooledEntries() {
        CompressedAttention heavy = new CompressedAttention(64, 512, 1024, 8, 1024, 128, 128, SparseIndexer.NONE);
        assertThat(heavy.coreFlopsPerToken(8192, true)).isEqualTo(4.0 * 64 * 512 * (128 + 64));
        SparseIndexer indexer = new SparseIndexer(64, 128, 512);
        CompressedAttention sparse = new CompressedAttention(64, 512, 1024, 8, 1024, 128, 4, indexer);
        // 2048 entries are scored, 512 of them seen.
        assertThat(sparse.coreFlopsPerToken(8192, true))
                .isEqualTo(4.0 * 64 * 512 * (128 + 512) + 2.0 * 64 * 128 * 2048);
    }

    @Test
    void recurrencesCostTheSameAtAnyLength() {
        LinearAttention mamba = new LinearAttention(Kind.MAMBA2, 64, 10304, 4096, 64 * 64 * 128, 4, 7, 0);
        Layer layer = new Layer(mamba, new FeedForward.None());
        Model model = ParameterCountTest.model(2688, 1000, false, Collections.nCopies(2, layer), List.of());
        assertThat(FlopCount.decode(model, 100).mixerCore())
                .isEqualTo(2 * 7.0 * 4096 * 128)
                .isEqualTo(FlopCount.decode(model, 1e6).mixerCore())
                .isEqualTo(FlopCount.prefill(model, 100_000).mixerCore());
    }

    @Test
    void moreContextNeverCostsLess() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 100; round++) {
            double shorter = random.nextDouble(1, 1e5);
            double longer = shorter + random.nextDouble(0, 1e5);
            Model model = round % 2 == 0 ? ParameterCountTest.mixtral() : ParameterCountTest.deepSeekV3();
            assertThat(FlopCount.decode(model, longer).total())
                    .as("contexts %f and %f seed %d", shorter, longer, SEED)
                    .isGreaterThanOrEqualTo(FlopCount.decode(model, shorter).total());
        }
    }
}
