package dev.meshwright.cost.efficiency.surface;

/**
 * Time in which a sparse indexer scores positions and chooses the best of them (DeepSeek-V3.2 and V4, GLM-5).
 *
 * <p>The scores of {@code pairs} of a token and a position are a product of 8 bits whose result does not stay in the tensor cores:
 * that of every index head is rectified, weighted and summed by the vector units ({@code fp8_mqa_logits} of DeepGEMM), which takes
 * longer than the product. They are written in FP32 and read twice by the choice: once for a histogram, once to gather what
 * lies above its threshold (vLLM's {@code topKPerRowPrefill}, SGLang's {@code topk_transform}).
 *
 * <p>Blocks of 128 rows, a row being a head of a token, are dealt to the multiprocessors in turn ({@code
 * SM100MQALogitsScheduler} of DeepGEMM). The last wave of a launch is half empty on average, so that {@code n} tokens take as
 * long as {@code n + waveRows / (2 a)}. Engines that hold few scores at once launch pieces of a step, and each pays its half.
 *
 * <pre>
 * seconds = pairs max(2 d a / peak, a headScoreSeconds, written / bandwidth) + 2 x 4 pairs / (bandwidth x memoryFraction)
 * </pre>
 *
 * @param headScoreSeconds per pair and index head, in the vector units
 * @param memoryFraction share of the bandwidth at which scores are read
 * @param waveRows rows that the multiprocessors score at the same time: 128 on each; 0 where it is not known
 */
public record IndexSurface(double headScoreSeconds, double memoryFraction, double waveRows) {

    /** Bytes of a score. */
    public static final double SCORE_BYTES = 4;

    private static final double READS = 2;

    public IndexSurface {
        Constants.requireNotNegative("headScoreSeconds", headScoreSeconds);
        Constants.requireShare("memoryFraction", memoryFraction);
        Constants.requireNotNegative("waveRows", waveRows);
    }

    /** Tokens that a launch pays for over the {@code tokens} that it scores, with {@code heads}. */
    public double launchFactor(double tokens, double heads) {
        return 1 + waveRows / (2 * tokens * heads);
    }

    /** Seconds in which the vector units weigh and sum the products of {@code heads} for as many {@code pairs}. */
    public double weighingSeconds(double pairs, double heads) {
        return pairs * heads * headScoreSeconds;
    }

    /** Bytes of scores that are read to choose among {@code pairs}. */
    public double readBytes(double pairs) {
        return READS * SCORE_BYTES * pairs;
    }

    /** Seconds of the choice at {@code memoryBandwidth} bytes per second. */
    public double choiceSeconds(double pairs, double memoryBandwidth) {
        return readBytes(pairs) / (memoryBandwidth * memoryFraction);
    }
}
