package dev.meshwright.question.audit.mistake;

import static dev.meshwright.base.quantity.Dimension.BYTES;
import static dev.meshwright.base.quantity.Dimension.BYTES_PER_SECOND;
import static dev.meshwright.base.quantity.Dimension.COUNT;
import static dev.meshwright.base.quantity.Dimension.FLOP;
import static dev.meshwright.base.quantity.Dimension.FLOP_PER_SECOND;
import static dev.meshwright.base.quantity.Dimension.FRACTION;
import static dev.meshwright.base.quantity.Dimension.SECONDS;
import static dev.meshwright.base.quantity.Dimension.SEQUENCES_PER_SECOND;
import static dev.meshwright.base.quantity.Dimension.TOKENS_PER_SECOND;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.Work;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The closed set of mistakes that turn a right number into a wrong one. Each multiplies the right number by its factor,
 * or divides it, where the second direction makes sense. The order is that of plausibility, a guess: slips of units come
 * before slips of scope, these before forgotten factors.
 */
enum Mistake {
    BINARY_PREFIX(
            EnumSet.of(BYTES, BYTES_PER_SECOND, FRACTION, COUNT),
            book -> Double.NaN, // by the prefix of the claim
            "GiB written as GB",
            "GB taken for GiB"),
    SPARSITY(
            EnumSet.of(FLOP_PER_SECOND, FRACTION, TOKENS_PER_SECOND),
            book -> 2,
            "the peak with 2:4 sparsity, twice the dense one",
            "the peak with 2:4 sparsity in the divisor, twice the dense one"),
    BOTH_DIRECTIONS(
            EnumSet.of(BYTES_PER_SECOND),
            book -> 2,
            "both directions of the link added up",
            "one direction where both were added up"),
    BITS(EnumSet.of(BYTES, BYTES_PER_SECOND), book -> 8, "bits taken for bytes", "bytes taken for bits"),
    BYTES_PER_PARAMETER(
            EnumSet.of(COUNT, BYTES, FRACTION),
            book -> book.value("bytes.perParameter", 1),
            "bytes taken for parameters",
            "parameters taken for bytes"),
    LAYERS(
            EnumSet.of(BYTES, COUNT, FLOP, SECONDS),
            book -> book.value("layers.total", 1),
            "all layers instead of one",
            "one layer instead of all"),
    STAGE_LAYERS(
            EnumSet.of(BYTES, COUNT),
            book -> book.value("layers.perStage", 1),
            "all layers of a stage instead of one",
            "one layer instead of all of a stage"),
    GPUS(
            EnumSet.of(BYTES, COUNT, TOKENS_PER_SECOND, SEQUENCES_PER_SECOND),
            book -> book.value("gpus", 1),
            "all GPUs instead of one",
            "one GPU instead of all"),
    NODE(
            EnumSet.of(BYTES, COUNT, TOKENS_PER_SECOND),
            book -> book.value("gpus.perNode", 1),
            "a node of GPUs instead of one",
            "one GPU instead of a node of them"),
    NODES(
            EnumSet.of(TOKENS_PER_SECOND),
            book -> book.value("gpus", 1) / book.value("gpus.perNode", 1),
            "all nodes instead of one",
            "one node instead of all"),
    REPLICA(
            EnumSet.of(TOKENS_PER_SECOND, COUNT),
            book -> book.value("degrees.replicas", 1),
            "all replicas instead of one",
            "one replica instead of all"),
    MILLISECONDS(
            EnumSet.of(TOKENS_PER_SECOND, SEQUENCES_PER_SECOND, SECONDS),
            book -> 1000,
            "per millisecond and per second confused (1000 too many)",
            "per millisecond and per second confused (1000 too few)"),
    EXPERTS(
            EnumSet.of(BYTES, COUNT, FLOP),
            book -> book.value("experts.perLayer", 1),
            "all experts of a layer instead of one",
            "one expert of a layer instead of all"),
    BATCH(
            EnumSet.of(BYTES, TOKENS_PER_SECOND, SECONDS),
            book -> book.value("batch", 1),
            "the whole batch instead of one sequence",
            "one sequence instead of the whole batch"),
    EFFICIENCY(
            EnumSet.of(TOKENS_PER_SECOND, SEQUENCES_PER_SECOND, FRACTION),
            book -> book.value("efficiency.total", 1),
            "the efficiency applied twice",
            "the efficiency not applied"),
    COMPUTE_EFFICIENCY(
            EnumSet.of(TOKENS_PER_SECOND, SEQUENCES_PER_SECOND),
            book -> book.value("efficiency.compute", 1),
            "the share of peak FLOP/s applied twice",
            "the share of peak FLOP/s not applied"),
    EXPERT_PARALLEL(
            EnumSet.of(BYTES, COUNT),
            book -> book.value("degrees.expert", 1),
            "not divided by expert parallelism",
            "divided by expert parallelism once too often"),
    TENSOR_PARALLEL(
            EnumSet.of(BYTES, COUNT),
            book -> book.value("degrees.tensor", 1),
            "not divided by tensor parallelism",
            "divided by tensor parallelism once too often"),
    PIPELINE_PARALLEL(
            EnumSet.of(BYTES, COUNT),
            book -> book.value("degrees.pipeline", 1),
            "not divided by pipeline parallelism",
            "divided by pipeline parallelism once too often"),
    SIXTEEN_BITS(
            EnumSet.of(BYTES),
            book -> 2 / book.value("bytes.perParameter", 2),
            "16-bit weights instead of the format's",
            "the format's weights where 16-bit ones were meant"),
    ACTIVE(
            EnumSet.of(COUNT, BYTES, FLOP, TOKENS_PER_SECOND),
            book -> book.value("parameters.total", 1) / book.value("parameters.active", 1),
            "all parameters instead of the active ones",
            "the active parameters instead of all"),
    DENSE_EQUIVALENT(
            EnumSet.of(FLOP, TOKENS_PER_SECOND),
            book -> book.value("flops.perToken.dense", 1) / book.value("flops.perToken", 1),
            "the dense equivalent, every token through every expert",
            "the dense equivalent, every token through every expert"),
    TRAINING(
            EnumSet.of(FLOP, TOKENS_PER_SECOND),
            book -> 3,
            "forward and backward instead of forward alone",
            "forward alone instead of forward and backward");

    private final Set<Dimension> dimensions;
    private final ToDoubleFunction<FactBook> factor;
    private final String multiplied;
    private final String divided;

    Mistake(Set<Dimension> dimensions, ToDoubleFunction<FactBook> factor, String multiplied, String divided) {
        this.dimensions = dimensions;
        this.factor = factor;
        this.multiplied = multiplied;
        this.divided = divided;
    }

    /** Whether it can happen to such a quantity. */
    boolean happensTo(AuditQuantity quantity, Work work) {
        String id = quantity.id();
        if (!dimensions.contains(quantity.dimension()) || quantity.truth()) {
            return false;
        }
        return switch (this) {
            case TRAINING -> work == Work.TRAINING;
            case EFFICIENCY -> !id.contains(".bound");
            case SPARSITY -> ofPeak(id);
            case BOTH_DIRECTIONS -> id.matches("gpu\\.(link|network|host)Bandwidth");
            case NODE -> (id.contains("erGpu") || id.endsWith(".perNode")) && !id.startsWith("experts.");
            case NODES -> id.startsWith("throughput.") && (id.endsWith(".system") || id.endsWith(".perNode"));
            case REPLICA -> ofSystem(id) || id.equals("throughput.replica");
            case SIXTEEN_BITS -> id.matches("memory\\.(model|weights|experts|perExpert).*");
            default -> counted(quantity);
        };
    }

    /** What is a peak, or is divided by one. */
    private static boolean ofPeak(String id) {
        return id.startsWith("gpu.peakFlops")
                || id.equals("gpu.effectiveFlops")
                || id.startsWith("throughput.bound.compute")
                || id.startsWith("throughput.bound.peak")
                || id.startsWith("compute.")
                || id.startsWith("efficiency.required")
                || id.equals("efficiency.implied");
    }

    private boolean counted(AuditQuantity quantity) {
        String id = quantity.id();
        boolean ofBytes = this == BINARY_PREFIX || this == BYTES_PER_PARAMETER;
        boolean parallel = this == LAYERS
                || this == STAGE_LAYERS
                || this == GPUS
                || this == EXPERT_PARALLEL
                || this == TENSOR_PARALLEL
                || this == PIPELINE_PARALLEL;
        boolean cut = this == EXPERT_PARALLEL || this == TENSOR_PARALLEL || this == PIPELINE_PARALLEL;
        boolean counted =
                switch (quantity.dimension()) {
                    // Only what was worked out from bytes can have their units mixed up.
                    case COUNT ->
                        this == BINARY_PREFIX
                                ? id.endsWith(".implied")
                                : id.startsWith("parameters.") || (id.startsWith("gpus") ? cut : parallel);
                    case FRACTION -> ofBytes == id.equals("memory.experts.ratio");
                    case BYTES -> ofBytes(id);
                    default -> true;
                };
        boolean ofOneLayer = id.contains("perLayer") && (this == LAYERS || this == STAGE_LAYERS);
        return counted && !ofOneLayer;
    }

    /** Bytes of caches and messages come from no weights, those of weights from no batch, those of a data sheet from neither. */
    private boolean ofBytes(String id) {
        boolean weights = id.matches("memory\\.(model|weights|experts?|perExpert|perGpu|headroom|read|training).*");
        return switch (this) {
            case BYTES_PER_PARAMETER, EXPERTS, ACTIVE, EXPERT_PARALLEL -> weights;
            case BATCH -> id.matches("(memory\\.(cache|activations|perGpu)|cache|communication).*");
            case LAYERS, STAGE_LAYERS, TENSOR_PARALLEL, PIPELINE_PARALLEL -> !id.startsWith("gpu.");
            default -> true;
        };
    }

    /** Whether it is a slip of unit or scope, which happens without any thought about the model. */
    boolean slip() {
        return switch (this) {
            case BINARY_PREFIX, SPARSITY, BOTH_DIRECTIONS, BITS, BYTES_PER_PARAMETER, GPUS, NODE, MILLISECONDS -> true;
            default -> false;
        };
    }

    /**
     * Its factor, from what is known.
     *
     * @param thousands how many thousands the claim's prefix stands for: 1 for K, 3 for G
     */
    double factor(FactBook book, int thousands) {
        return this == BINARY_PREFIX ? Math.pow(1000.0 / 1024, thousands) : factor.applyAsDouble(book);
    }

    /** Whether the right number may be multiplied, or divided: what is of all GPUs already is not taken of all once more. */
    boolean goes(boolean multiply, AuditQuantity quantity) {
        String id = quantity.id();
        return switch (this) {
            case GPUS -> multiply ? !ofSystem(id) : !id.contains("erGpu");
            case NODES, REPLICA -> multiply != ofSystem(id);
            case NODE -> multiply == id.contains("erGpu");
            case EXPERT_PARALLEL -> multiply || !id.startsWith("gpus");
            default -> true;
        };
    }

    /** What counts everything in flight, of all replicas and GPUs. */
    private static boolean ofSystem(String id) {
        return id.endsWith(".system") || id.equals("batch") || id.equals("throughput.samples") || id.startsWith("gpus");
    }

    /**
     * In words: the right number multiplied or divided by the factor.
     *
     * @param prefix of the claim's bytes: K, M, G or T
     */
    String words(boolean multiply, AuditQuantity quantity, String prefix) {
        String words = multiply ? multiplied : divided;
        if (this == BINARY_PREFIX) {
            return words.replace("G", prefix);
        }
        return quantity.id().startsWith("gpus") ? ofGpus(words, multiply) : words;
    }

    /** GPUs are not shared out; a degree is one factor too many or too few of their number, and expert ranks are none. */
    private String ofGpus(String words, boolean multiply) {
        return switch (this) {
            case EXPERT_PARALLEL -> "expert ranks counted as GPUs of their own";
            case TENSOR_PARALLEL -> multiply ? "tensor parallelism counted twice" : "tensor parallelism left out";
            case PIPELINE_PARALLEL -> multiply ? "pipeline parallelism counted twice" : "pipeline parallelism left out";
            default -> words;
        };
    }
}
