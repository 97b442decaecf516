package dev.meshwright.facts.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.model.LinearAttention.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheSizeTest {

    @Test
    void groupedQueryAttentionKeepsKeysAndValues() {
        Model mixtral = ParameterCountTest.mixtral();
        // 32 layers, key and value, 8 heads of 128, 2 bytes: 128 KiB.
        assertThat(CacheSize.of(mixtral)).isEqualTo(new CacheSize(131_072, 131_072, 0));
        assertThat(CacheSize.ofSequence(mixtral, 1000)).isEqualTo(131_072_000);
    }

    @Test
    void latentAttentionKeepsOneVector() {
        // 61 layers of 512 + 64 elements of 2 bytes: 70,272 bytes, as DeepSeek states.
        assertThat(CacheSize.of(ParameterCountTest.deepSeekV3()).bytesPerToken())
                .isEqualTo(61 * 576 * 2.0);
    }

    @Test
    void windowsStopGrowingAndRecurrencesHaveAStateInstead() {
        FeedForward dense = new FeedForward.Dense(256, true, false);
        Layer full = new Layer(new GroupedQueryAttention(8, 2, 64), dense);
        Layer window = new Layer(new GroupedQueryAttention(8, 2, 64, 128, false, false, 0, false, false), dense);
        Layer mamba = new Layer(
                new LinearAttention(Kind.MAMBA2, 16, 2048, 1024, 16 * 64 * 128, 4, 7, 0), new FeedForward.None());
        Model model = ParameterCountTest.model(512, 1000, false, List.of(full, window, mamba), List.of());
        double perLayer = 2 * 2 * 64 * 2;
        double state = 16 * 64 * 128 * 4.0;
        assertThat(CacheSize.of(model)).isEqualTo(new CacheSize(2 * perLayer, perLayer, state));
        assertThat(CacheSize.ofSequence(model, 1000)).isEqualTo(perLayer * 1000 + perLayer * 128 + state);
    }

    @Test
    void tensorParallelismDividesHeadsButKeepsOneWhole() {
        GroupedQueryAttention attention = new GroupedQueryAttention(64, 8, 128);
        assertThat(attention.cacheElements(10, 1)).isEqualTo(2 * 8 * 128 * 10);
        assertThat(attention.cacheElements(10, 4)).isEqualTo(2 * 2 * 128 * 10);
        assertThat(attention.cacheElements(10, 16)).isEqualTo(2 * 1 * 128 * 10);
        LatentAttention latent = new LatentAttention(128, 1536, 512, 128, 64, 128, SparseIndexer.NONE);
        assertThat(latent.cacheElements(10, 8)).isEqualTo(576 * 10);
    }

    /** DeepSeek-V3.2's kernels: 512 + 16 of scales + 2 x 64 bytes in 8 bits, 2 x 576 in 16, and a key of 128 + 4 beside. */
    @Test
    void sparseLatentAttentionKeepsKeysOfItsIndexer() {
        LatentAttention sparse = new LatentAttention(128, 1536, 512, 128, 64, 128, new SparseIndexer(64, 128, 2048));
        assertThat(sparse.cacheBytes(10, 8, Precision.FP8)).isEqualTo(10 * (656.0 + 132));
        assertThat(sparse.cacheBytes(10, 8, Precision.BF16)).isEqualTo(10 * (1152.0 + 132));
        LatentAttention follows = new LatentAttention(128, 1536, 512, 128, 64, 128, SparseIndexer.shared(2048));
        assertThat(follows.cacheBytes(10, 8, Precision.FP8)).isEqualTo(10 * 656.0);
        LatentAttention dense = new LatentAttention(128, 1536, 512, 128, 64, 128, SparseIndexer.NONE);
        assertThat(dense.cacheBytes(10, 8, Precision.FP8)).isEqualTo(10 * 576.0);
    }

    /** DeepSeek-V4: entries of 448 + 2 x 64 + 8 bytes, a window of 128 of them and one for every 4 tokens with its key. */
    @Test
    void compressedAttentionKeepsEntries() {
        CompressedAttention attention =
                new CompressedAttention(64, 512, 1024, 8, 1024, 128, 4, new SparseIndexer(64, 128, 512));
        assertThat(attention.cacheBytes(1024, 8, Precision.FP8)).isEqualTo(584.0 * (128 + 256) + 132.0 * 256);
    }
}
