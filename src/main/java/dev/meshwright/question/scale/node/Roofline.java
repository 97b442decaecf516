package dev.meshwright.question.scale.node;

import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.FlopCount;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.TokenMixer;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;

/**
 * Tokens per second and GPU that no layout on any number of GPUs exceeds: what a token costs whichever GPUs share it.
 *
 * <pre>
 * n GPUs compute at most n P FLOP/s and read at most n B bytes/s; a token takes F FLOP and K bytes of its own KV cache.
 * tokens/s of the system <= n min(P / F, B / K), so tokens/s per GPU <= min(P / F, B / K): n cancels.
 * </pre>
 *
 * <p>Weights are left out: a batch shares them, so they cost a token as little as one likes. Each part of the model counts
 * at the peak of the format that the GPU multiplies it in. An assumed efficiency scales the peak it is assumed for.
 *
 * @param flopsPerToken F, one counted token with everything it entails (its share of the prompt in serving)
 * @param computeSeconds F over the peaks of its parts: 1 / (P / F)
 * @param cacheBytesPerToken K; 0 where nothing is decoded, and only of layers that read their whole cache
 * @param cacheSeconds K / B
 * @param peakFlops P, the mean peak over the parts of the model
 * @param memoryBandwidth B
 */
public record Roofline(
        double flopsPerToken,
        double computeSeconds,
        double cacheBytesPerToken,
        double cacheSeconds,
        double peakFlops,
        double memoryBandwidth) {

    /** The roofline of {@code problem} on {@code gpu}, at the longest of its lengths, which it is planned for. */
    public static Roofline of(Problem problem, Gpu gpu) {
        Model model = problem.model();
        Assumptions assumptions = problem.assumptions();
        double compute = assumptions.computeEfficiency().orElse(1);
        double bandwidth =
                gpu.memoryBandwidth() * assumptions.memoryBandwidthEfficiency().orElse(1);
        Work work = work(model, problem.workload(), gpu);
        double seconds = work.seconds / compute;
        return new Roofline(
                work.flops, seconds, work.cacheBytes, work.cacheBytes / bandwidth, work.flops / seconds, bandwidth);
    }

    /** Tokens per second and GPU that nothing exceeds. */
    public double tokensPerSecond() {
        return 1 / Math.max(computeSeconds, cacheSeconds);
    }

    /** Whether FLOP/s bind; else the KV cache and memory bandwidth. */
    public boolean boundByCompute() {
        return computeSeconds >= cacheSeconds;
    }

    /**
     * Fewest GPUs that reach {@code tokensPerSecond} together when each achieves {@code efficiency} of the roofline:
     * {@code ceil(target / (efficiency x roofline))}.
     */
    public int gpusAt(double tokensPerSecond, double efficiency) {
        return gpus(tokensPerSecond, efficiency * tokensPerSecond());
    }

    /** {@code ceil(target / perGpu)}, rounding noise forgiven. */
    public static int gpus(double tokensPerSecond, double perGpu) {
        double exact = tokensPerSecond / perGpu;
        return exact >= Integer.MAX_VALUE ? Integer.MAX_VALUE : Math.max(1, (int) Math.ceil(exact * (1 - 1e-12)));
    }

    private record Work(double flops, double seconds, double cacheBytes) {
        static Work of(FlopCount count, Model model, Gpu gpu, double times) {
            Precisions precisions = model.precisions();
            double sixteenBit = gpu.peakFlops(Precision.BF16);
            double best = sixteenBit;
            for (Precision precision : gpu.peakFlops().keySet()) {
                best = Math.max(best, gpu.peakFlops(precision));
            }
            // Scores of sparse indexers run in 8 bits, the rest of a core in 16.
            boolean indexed =
                    model.layers().stream().anyMatch(layer -> layer.mixer().indexed());
            double core = indexed ? gpu.peakFlops(Precision.FP8) : sixteenBit;
            // Routers run in more bits than this in practice; the best peak keeps the bound a bound.
            double seconds = count.mixerProjections() / gpu.peakFlops(precisions.attention())
                    + count.mixerCore() / core
                    + count.dense() / gpu.peakFlops(precisions.dense())
                    + count.routedExperts() / gpu.expertPeakFlops(precisions.experts())
                    + count.sharedExperts() / gpu.peakFlops(precisions.shared())
                    + (count.routers() + count.prediction()) / best
                    + count.head() / gpu.peakFlops(precisions.embedding());
            return new Work(times * count.total(), times * seconds, 0);
        }

        Work plus(Work other) {
            return new Work(flops + other.flops, seconds + other.seconds, cacheBytes + other.cacheBytes);
        }

        Work withCache(double bytes) {
            return new Work(flops, seconds, bytes);
        }
    }

    private static Work work(Model model, Workload workload, Gpu gpu) {
        return switch (workload) {
            case Prefill prefill -> Work.of(FlopCount.prefill(model, prefill.longest()), model, gpu, 1);
            case Decode decode -> decoded(model, decode.longest() + decode.outputTokens() / 2.0, gpu, 1);
            case Serving serving -> {
                // The prompt's own pass gives the first token.
                int outputs = serving.outputTokens();
                double steps = Math.max(0, outputs - 1.0) / outputs;
                // What the prefix cache has is not read; what it is seen for by the rest is left out.
                int read = serving.readTokens();
                yield Work.of(FlopCount.prefill(model, read), model, gpu, (double) read / outputs)
                        .plus(decoded(model, serving.longest() + outputs / 2.0, gpu, steps));
            }
            case Training training -> {
                FlopCount.Convention convention =
                        FlopCount.Convention.TRAINING.withPredictionLayers(training.trainPredictionLayers());
                FlopCount forward = FlopCount.forwardOfSequence(model, training.longest(), convention);
                yield Work.of(forward, model, gpu, 1 + FlopCount.BACKWARD_PER_FORWARD);
            }
        };
    }

    private static Work decoded(Model model, double context, Gpu gpu, double times) {
        double cache = 0;
        for (Layer layer : model.layers()) {
            cache += readsWholeCache(layer.mixer()) ? layer.mixer().cacheElements(context, 1) : 0;
        }
        double bytes = cache * model.precisions().keyValueCache().bytesPerElement();
        return Work.of(FlopCount.decode(model, context), model, gpu, times).withCache(times * bytes);
    }

    private static boolean readsWholeCache(TokenMixer mixer) {
        boolean all = mixer instanceof GroupedQueryAttention || mixer instanceof LatentAttention;
        return all && !mixer.indexed();
    }
}
