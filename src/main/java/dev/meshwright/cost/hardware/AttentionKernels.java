package dev.meshwright.cost.hardware;

import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.efficiency.surface.DecodeAttentionSurface;
import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.cost.efficiency.surface.IndexSurface;
import dev.meshwright.cost.efficiency.surface.PrefillAttentionSurface;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.model.Precision;

/**
 * The kernels of attention cores on one kind of GPU: each method books one, see {@link Kernels}. Products run in 16 bits, those of a
 * sparse indexer in 8.
 */
public final class AttentionKernels {

    private final KernelEfficiency efficiency;
    private final PrefillAttentionSurface prefill;
    private final double peak;
    private final double eightBitPeak;
    private final double memoryBandwidth;
    private final double timeFactor;
    private final double mostScoreBytes;

    /**
     * @param efficiency in force
     * @param peak of 16-bit products, FLOP/s
     * @param eightBitPeak of 8-bit products, FLOP/s
     * @param memoryBandwidth bytes/s
     * @param timeFactor of the engine's kernels over those that were measured alone
     * @param mostScoreBytes scores of an indexer that are held at once; 0 where all are
     */
    AttentionKernels(
            KernelEfficiency efficiency,
            double peak,
            double eightBitPeak,
            double memoryBandwidth,
            double timeFactor,
            double mostScoreBytes) {
        this.efficiency = efficiency;
        this.prefill = efficiency.prefillAttention().sixteenBit();
        this.peak = peak;
        this.eightBitPeak = eightBitPeak;
        this.memoryBandwidth = memoryBandwidth;
        this.timeFactor = timeFactor;
        this.mostScoreBytes = mostScoreBytes;
    }

    /** Books the attention core of grouped-query heads over new tokens. */
    public void prefill(
            Tally tally,
            double tokens,
            double context,
            double heads,
            double keyValueHeads,
            double headSize,
            Precision cache) {
        double seconds = prefill.seconds(
                tokens,
                context,
                heads,
                keyValueHeads,
                headSize,
                headSize,
                cache.bytesPerElement(),
                peak,
                memoryBandwidth);
        double bytes = tokens * headSize * (4 * heads + (4 + 2 * cache.bytesPerElement()) * keyValueHeads);
        book(tally, seconds, 4 * tokens * context * heads * headSize, bytes);
    }

    /** Books the attention core of latent heads, expanded, over new tokens. */
    public void latentPrefill(
            Tally tally,
            double tokens,
            double context,
            double heads,
            double keySize,
            double valueSize,
            Precision cache) {
        double seconds = efficiency
                .latentPrefill()
                .seconds(
                        tokens,
                        context,
                        heads,
                        heads,
                        keySize,
                        valueSize,
                        cache.bytesPerElement(),
                        peak,
                        memoryBandwidth);
        double bytes = tokens * heads * (keySize + valueSize) * 4;
        book(tally, seconds, 2 * tokens * context * heads * (keySize + valueSize), bytes);
    }

    /** Books the attention core of grouped-query heads on the KV cache. */
    public void decode(
            Tally tally,
            double sequences,
            double context,
            double heads,
            double keyValueHeads,
            double headSize,
            Precision cache) {
        DecodeAttentionSurface surface = efficiency.decodeAttention().of(cache);
        double seconds = surface.seconds(
                sequences, context, heads, keyValueHeads, headSize, cache.bytesPerElement(), peak, memoryBandwidth);
        double cached = sequences * context;
        book(
                tally,
                seconds,
                4 * cached * heads * headSize,
                2 * cached * keyValueHeads * headSize * cache.bytesPerElement());
    }

    /** Books the attention core of latent heads on the compressed cache. */
    public void latentDecode(
            Tally tally,
            double sequences,
            double context,
            double heads,
            double latentSize,
            double rotarySize,
            Precision cache) {
        DecodeAttentionSurface surface = efficiency.latentDecode().of(cache);
        double seconds = surface.latentSeconds(
                sequences, context, heads, latentSize, rotarySize, cache.bytesPerElement(), peak, memoryBandwidth);
        double cached = sequences * context;
        book(
                tally,
                seconds,
                2 * cached * heads * (2 * latentSize + rotarySize),
                cached * (latentSize + rotarySize) * cache.bytesPerElement());
    }

    /** Books a core that is neither: {@code flops} at the rate of a large 16-bit product, or {@code bytes} of traffic. */
    public void other(Tally tally, double flops, double bytes) {
        other(tally, flops, bytes, 1);
    }

    /** The same at {@code share} of a large product's rate. */
    public void other(Tally tally, double flops, double bytes, double share) {
        GemmSurface surface = efficiency.gemm().sixteenBit();
        double compute = flops / (peak * surface.computeFraction() * share);
        double memory = bytes / (memoryBandwidth * surface.memoryFraction());
        book(tally, surface.launchSeconds() + Math.max(compute, memory), flops, bytes);
    }

    /**
     * Books the scores of cached {@code positions} for one token of each sequence by index heads, and the choice of the best. The
     * kernel deals the positions to the multiprocessors, so that no wave is half empty.
     *
     * @param tokens that choose
     * @param positions that each of them scores
     * @param keyBytes index keys that are read
     */
    public void indexScores(Tally tally, double tokens, double positions, int heads, int headSize, double keyBytes) {
        scores(tally, tokens * positions, heads, headSize, keyBytes, 1);
    }

    /** The same for {@code tokens} of prompts, which one launch scores as far as the engine holds their scores. */
    public void indexScoresOfPrompts(
            Tally tally, double tokens, double positions, int heads, int headSize, double keyBytes) {
        double held = mostScoreBytes > 0 ? mostScoreBytes / (IndexSurface.SCORE_BYTES * positions) : tokens;
        double factor = efficiency.indexScores().launchFactor(Math.min(tokens, held), heads);
        scores(tally, tokens * positions, heads, headSize, keyBytes, factor);
    }

    private void scores(Tally tally, double pairs, int heads, int headSize, double keyBytes, double launchFactor) {
        IndexSurface surface = efficiency.indexScores();
        GemmSurface product = efficiency.gemm().eightBit();
        double flops = 2 * pairs * heads * headSize;
        double scored = keyBytes + IndexSurface.SCORE_BYTES * pairs;
        double computing =
                Math.max(flops / (eightBitPeak * product.computeFraction()), surface.weighingSeconds(pairs, heads));
        double moving = scored / (memoryBandwidth * product.memoryFraction());
        double seconds = efficiency.gemm().sixteenBit().launchSeconds()
                + Math.max(launchFactor * computing, moving)
                + surface.choiceSeconds(pairs, memoryBandwidth);
        double bytes = scored + surface.readBytes(pairs);
        tally.compute(Component.ATTENTION_CORE, timeFactor * seconds, flops, bytes, eightBitPeak, memoryBandwidth);
    }

    private void book(Tally tally, double seconds, double flops, double bytes) {
        tally.compute(Component.ATTENTION_CORE, timeFactor * seconds, flops, bytes, peak, memoryBandwidth);
    }
}
