package dev.meshwright.cost.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.memory.MemoryModel.StageShape;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.pass.Span;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.SparseIndexer;
import dev.meshwright.facts.model.TokenMixer;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Caches that tensor ranks share in decoding: 16 sequences with 8,192 tokens in the cache. */
class SharedCacheTest {

    private static final double SEQUENCES = 16;
    private static final double CONTEXT = 8192;

    /** DeepSeek-V3's attention: 128 heads, a latent of 512 and 64 rotary elements, the same on every rank. */
    private static final TokenMixer LATENT = new LatentAttention(128, 1536, 512, 128, 64, 128, SparseIndexer.NONE);

    /** 64 query heads, 4 key-value heads of 128: on 8 ranks two hold each. */
    private static final TokenMixer GROUPED = new GroupedQueryAttention(64, 4, 128);

    private static CostParts parts(TokenMixer mixer) {
        Model model = Architectures.model("shared", 4096, 8000, List.of(new Layer(mixer, new Mixture(8, 2, 1024, 0))));
        Problem problem =
                Problems.problem(model, Problems.cluster(2, 8, "h200-sxm"), Problems.decode((int) CONTEXT - 64, 128));
        return CostParts.of(Problems.question(problem), EngineConstants.standard(), TrainingConstants.standard());
    }

    private static Degrees degrees(int tensor, int context) {
        return new Degrees(
                new Cut(tensor, 1, 8, tensor / 8, 1, 1, 1, 1, context),
                new Batch((int) SEQUENCES, 1, Recomputation.NONE));
    }

    private static Tally layer(TokenMixer mixer, Degrees degrees, int islands, Pass pass) {
        CostParts parts = parts(mixer);
        Tally tally = new Tally();
        Span span = new Span(islands, Spread.even(degrees.tensor(), islands), true);
        parts.timer().forward(parts.sites().getFirst(), 0, pass, degrees, new RankLoad(0.125, 1, 0), span, tally);
        return tally;
    }

    private static Tally layer(TokenMixer mixer, int tensor, int context, int islands) {
        return layer(mixer, degrees(tensor, context), islands, Pass.decode(SEQUENCES, CONTEXT));
    }

    @Test
    void everyRankReadsAPartOfTheCacheForTheHeadsOfAll() {
        double latent = SEQUENCES * CONTEXT * (512 + 64) * 2;
        double pairs = 2 * SEQUENCES * CONTEXT * 128 / 8 * (2 * 512 + 64);
        for (int sharing : new int[] {1, 2, 4, 8}) {
            Tally tally = layer(LATENT, 8, sharing, 1);
            assertThat(tally.memoryBytes(Component.ATTENTION_CORE)).isEqualTo(latent / sharing);
            assertThat(tally.flops(Component.ATTENTION_CORE))
                    .as("scores of all heads and positions, wherever they are computed")
                    .isCloseTo(pairs, within(1.0));
        }
        double grouped = SEQUENCES * CONTEXT * 2 * 128 * 2;
        assertThat(layer(GROUPED, 8, 1, 1).memoryBytes(Component.ATTENTION_CORE))
                .isEqualTo(grouped);
        assertThat(layer(GROUPED, 8, 2, 1).memoryBytes(Component.ATTENTION_CORE))
                .isEqualTo(grouped / 2);
    }

    /** Of what c ranks gather or scatter, (c - 1) / c crosses the links of each. */
    @Test
    void queriesSumsAndOutputsTravel() {
        // 8 of 8 ranks have all 128 heads; queries 576 elements of 2 bytes, outputs 512, a sum of 4 bytes from each
        // rank.
        double latent = SEQUENCES * 128 * (576 * 2 + 512 * 2 + 8 * 4);
        assertThat(layer(LATENT, 8, 8, 1).linkBytes(Component.CACHE_EXCHANGE)).isCloseTo(latent * 7 / 8, within(1.0));
        // 2 of 8 ranks have 16 of 64 heads of 128.
        double grouped = SEQUENCES * 16 * (128 * 2 + 128 * 2 + 2 * 4);
        assertThat(layer(GROUPED, 8, 2, 1).linkBytes(Component.CACHE_EXCHANGE)).isCloseTo(grouped / 2, within(1.0));
        assertThat(layer(LATENT, 8, 1, 1).seconds(Component.CACHE_EXCHANGE)).isZero();
    }

    /** 16 tensor ranks on two islands: groups of 8 stay on one, all 16 do not. */
    @Test
    void groupsOfRanksThatFollowEachOtherStayTogether() {
        assertThat(layer(LATENT, 16, 8, 2).networkBytes(Component.CACHE_EXCHANGE))
                .isZero();
        assertThat(layer(LATENT, 16, 16, 2).networkBytes(Component.CACHE_EXCHANGE))
                .isPositive();
    }

    /** Prompts attend to what they have just computed: only the sequences that decode beside them ask other ranks. */
    @Test
    void promptsAskNobody() {
        Pass decode = Pass.decode(SEQUENCES, CONTEXT);
        Pass prompts = Pass.prefill(2, 1000);
        double alone = layer(LATENT, degrees(8, 8), 1, decode).linkBytes(Component.CACHE_EXCHANGE);
        assertThat(layer(LATENT, degrees(8, 8), 1, Pass.mixed(decode, prompts, 1))
                        .linkBytes(Component.CACHE_EXCHANGE))
                .isEqualTo(alone);
        assertThat(layer(LATENT, degrees(8, 8), 1, prompts).seconds(Component.CACHE_EXCHANGE))
                .isZero();
    }

    /** 16 sequences of up to 8,128 + 128 tokens; 576 elements of 2 bytes on every rank, or their part of the positions. */
    @Test
    void aGpuHoldsItsPartOfTheCache() {
        double whole = SEQUENCES * (CONTEXT - 64 + 128) * 576 * 2;
        for (int sharing : new int[] {1, 2, 8}) {
            double[] bytes = new double[MemoryComponent.COUNT];
            parts(LATENT)
                    .memory()
                    .fill(degrees(8, sharing), new StageShape(new double[] {1}, 1, 1, 1), bytes, Ledger.NONE);
            assertThat(bytes[MemoryComponent.CACHE.ordinal()]).isEqualTo(whole / sharing);
        }
    }

    @Test
    void ranksWithTheSameKeysAndValuesShareThem() {
        assertThat(LATENT.cacheCopies(8)).isEqualTo(8);
        assertThat(GROUPED.cacheCopies(8)).as("8 ranks / 4 heads").isEqualTo(2);
        assertThat(GROUPED.cacheCopies(2)).as("each has two heads of its own").isEqualTo(1);
        assertThat(new GroupedQueryAttention(64, 4, 128, 4096, false, false, 0, false, false).cacheCopies(8))
                .as("a window")
                .isEqualTo(1);
        assertThat(new LatentAttention(64, 2048, 512, 192, 64, 256, new SparseIndexer(32, 128, 2048)).cacheCopies(8))
                .as("positions chosen by an indexer")
                .isEqualTo(1);
        assertThat(new LatentAttention(64, 2048, 512, 192, 64, 256, SparseIndexer.shared(2048)).cacheCopies(8))
                .as("positions that an earlier layer chose")
                .isEqualTo(1);
        assertThat(new TokenMixer.None().cacheCopies(8)).as("no cache").isZero();
    }
}
