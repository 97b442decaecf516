package dev.meshwright.cost.memory.engine;

import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.MemoryRule;
import dev.meshwright.facts.engine.MemoryRule.Covers;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The rule by which one engine shares out a GPU's memory. With W bytes of weights, K of cache, O of all else and a GPU of C
 * bytes, of which X are gone before anything is loaded:
 *
 * <pre>
 * everything           W + K + O     &lt;= s C
 * weightsAndCache      W + K         &lt;= s (C - X)         and W + K + O &lt;= C
 * freeAfterLoading     K             &lt;= s (C - W - O)
 * </pre>
 *
 * <p>All are {@code claimed <= limit} with a limit that is a share of C which no layout changes, so that bounds compare
 * one number per layout with one per GPU. A share that an engine derives from the ranks of a layout is such a number of bytes
 * kept back, {@code (1 - s) C} of the smallest GPU, and the limit is C.
 *
 * <p>Its reserve remembers the last cut: one instance per thread.
 */
public final class EngineMemory {

    /** Between GPUs for which engines have small defaults and the others: vLLM's line; SGLang's are 60 and 160 GiB. */
    private static final double SMALL_GPU_BYTES = 70 * 0x1p30;

    private static final double HUGE_GPU_BYTES = 160 * 0x1p30;
    private static final double RESERVING_GPU_BYTES = 60 * 0x1p30;

    private final MemoryRule rule;
    private final OptionalDouble stated;
    private final double capacity;
    private final int tokens;
    private final int sequences;
    private final Covers covers;
    private final EngineReserve reserve;
    private final OptionalDouble fixedShare;
    private final double keptScaleBytes;

    private EngineMemory(Problem problem, MemoryRule rule, double factor) {
        EngineSetup setup = problem.assumptions().setup();
        this.rule = rule;
        this.stated = problem.assumptions().memoryFraction();
        // An instance is started alike on all its GPUs: with what the smallest of them allows.
        this.capacity = problem.cluster().nodes().stream()
                .mapToDouble(group -> group.gpu().memoryBytes())
                .min()
                .orElseThrow();
        this.tokens = setup.tokensPerStep().orElse((int) sized("tokensPerStep"));
        this.sequences = setup.sequences().orElse((int) sized("sequences"));
        this.covers = rule.covers();
        this.fixedShare = stated.isPresent() ? stated : rule.find("defaultShare");
        this.keptScaleBytes = keptScaleBytes(problem, rule);
        this.reserve = new EngineReserve(
                problem, rule, factor, tokens, setup.tokensPerStep().isPresent(), sequences);
    }

    /**
     * The rule of the engine that a problem names; empty in training and where it names none.
     *
     * @param factor by which a site's own starts of the engine show that it keeps more; 1 unless calibrated
     */
    public static Optional<EngineMemory> of(Problem problem, double factor) {
        if (problem.workload() instanceof Training) {
            return Optional.empty();
        }
        return problem.assumptions()
                .engine()
                .map(engine -> MemoryRule.of(
                        engine.label(), problem.assumptions().setup().version()))
                .map(rule -> new EngineMemory(problem, rule, factor));
    }

    /** A default of the engine, which some have another of for small or for huge GPUs. */
    private double sized(String name) {
        double usual = rule.number(name);
        String ending = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        if (capacity < SMALL_GPU_BYTES) {
            return rule.find("small" + ending).orElse(usual);
        }
        return capacity > HUGE_GPU_BYTES ? rule.find("large" + ending).orElse(usual) : usual;
    }

    /** The facts behind it. */
    public MemoryRule rule() {
        return rule;
    }

    /** Most tokens of a step that the engine is started with. */
    public int tokensPerStep() {
        return tokens;
    }

    /** Most sequences that run at once on an attention rank. */
    public int sequences() {
        return sequences;
    }

    /** What the engine holds beside weights and cache. */
    public EngineReserve reserve() {
        return reserve;
    }

    /** The engine's share of memory: stated, or its default. */
    public double share(Degrees degrees) {
        return fixedShare.isPresent() ? fixedShare.getAsDouble() : derivedShare(degrees);
    }

    /**
     * SGLang's default: what is left when metadata, prompts, graphs and ranks have theirs, and the padded graphs of attention
     * copies, more of it where the graphs are large.
     */
    private double derivedShare(Degrees degrees) {
        double graphs = Math.min(sequences, rule.number("graphs.largest"));
        double copies = degrees.data() > 1 ? graphs * degrees.data() : 0;
        double padded = rule.number("reserve.perCopyOfGraph")
                + (graphs > rule.number("reserve.largeGraph") ? rule.number("reserve.perCopyOfLargeGraph") : 0);
        double reserved = rule.number("reserve.base")
                + rule.number("reserve.perToken") * tokens
                + rule.number("reserve.perGraphSequence") * graphs
                + padded * copies
                + rule.number("reserve.perRank") * degrees.tensor() * degrees.data() * degrees.pipeline();
        double least = capacity > RESERVING_GPU_BYTES ? rule.number("reserve.least") : 0;
        return Math.max(LEAST_DERIVED_SHARE, 1 - Math.max(reserved, least) / capacity);
    }

    /** Of small GPUs prompts alone would take all; whoever runs there states a share. */
    private static final double LEAST_DERIVED_SHARE = 0.5;

    /** Of a GPU's memory, what {@link #claimedBytes} is compared with. */
    public double limitBytes(double gpuBytes) {
        return fixedShare.orElse(1) * gpuBytes;
    }

    /**
     * Bytes that count against {@link #limitBytes}.
     *
     * @param weights bytes on a GPU
     * @param cache bytes on it
     * @param outside bytes of all else
     */
    public double claimedBytes(Degrees degrees, double weights, double cache, double outside) {
        double share = share(degrees);
        return switch (covers) {
            case EVERYTHING -> weights + cache + outside;
            case WEIGHTS_AND_CACHE ->
                weights + cache + share * reserve.goneBefore(degrees) + (limitBytes(1) - share) * capacity;
            case FREE_AFTER_LOADING -> share * (weights + outside) + cache;
        };
    }

    /** Bytes that a GPU of {@code gpuBytes} has for the cache beside those weights; negative where not even they fit. */
    public double roomBytes(Degrees degrees, double gpuBytes, double weights, double outside) {
        double share = share(degrees);
        return switch (covers) {
            case EVERYTHING -> share * gpuBytes - weights - outside;
            case WEIGHTS_AND_CACHE ->
                Math.min(
                                limitBytes(gpuBytes)
                                        - (limitBytes(1) - share) * capacity
                                        - share * reserve.goneBefore(degrees),
                                gpuBytes - outside)
                        - weights;
            case FREE_AFTER_LOADING -> share * (gpuBytes - weights - outside);
        };
    }

    /** Bytes of a weight for scales that the loader made and the kernels do not read: of experts in 4 bits in an 8-bit checkpoint. */
    private static double keptScaleBytes(Problem problem, MemoryRule rule) {
        Precisions formats = problem.model().precisions();
        String family = problem.cluster().nodes().getFirst().gpu().family();
        String name = "loaderScale." + formats.experts().label() + "." + family;
        return formats.attention() == Precision.FP8 ? rule.orZero(name) / SCALED_WEIGHTS : 0;
    }

    /** Weights that share a scale in MXFP4. */
    private static final double SCALED_WEIGHTS = 32;

    /**
     * By what the kernels of a format make the weights of routed experts larger: both widths are padded to multiples, and
     * scales that the loader made may stay beside those of the kernels.
     *
     * @param hidden width that experts read
     * @param width inner width of an expert on a rank
     */
    public double padding(Precision format, int hidden, double width) {
        String name = format.label().toLowerCase(Locale.ROOT);
        double scales = 1 + keptScaleBytes / format.bytesPerElement();
        return scales * padded(width, rule.find("padWidth." + name)) * padded(hidden, rule.find("padHidden." + name));
    }

    private static double padded(double width, OptionalDouble multiple) {
        return multiple.isEmpty() || width <= 0
                ? 1
                : Math.ceil(width / multiple.getAsDouble()) * multiple.getAsDouble() / width;
    }
}
