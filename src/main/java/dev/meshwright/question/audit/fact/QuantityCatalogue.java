package dev.meshwright.question.audit.fact;

import static dev.meshwright.base.quantity.Dimension.BYTES;
import static dev.meshwright.base.quantity.Dimension.BYTES_PER_SECOND;
import static dev.meshwright.base.quantity.Dimension.COUNT;
import static dev.meshwright.base.quantity.Dimension.FLOP;
import static dev.meshwright.base.quantity.Dimension.FLOP_PER_SECOND;
import static dev.meshwright.base.quantity.Dimension.FRACTION;
import static dev.meshwright.base.quantity.Dimension.SECONDS;
import static dev.meshwright.base.quantity.Dimension.SEQUENCES_PER_SECOND;
import static dev.meshwright.base.quantity.Dimension.TOKENS_PER_SECOND;
import static dev.meshwright.base.quantity.Dimension.WATTS;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation.Loss;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.facts.model.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that a claim or a premise can be about. */
public final class QuantityCatalogue {

    private static final Map<String, AuditQuantity> ALL = new LinkedHashMap<>();

    private QuantityCatalogue() {}

    static {
        model();
        hardware();
        layout();
        memory();
        rates();
        times();
        targets();
        communication();
    }

    /** The quantity of that name. */
    public static Optional<AuditQuantity> find(String id) {
        return Optional.ofNullable(ALL.get(id));
    }

    /** The quantity of that name, which exists. */
    public static AuditQuantity get(String id) {
        return find(id).orElseThrow(() -> new IllegalStateException("Quantity " + id + " is not in the catalogue."));
    }

    /** All quantities, by subject. */
    public static List<AuditQuantity> all() {
        return List.copyOf(ALL.values());
    }

    private static void add(Dimension dimension, String id, String description) {
        ALL.put(id, new AuditQuantity(id, dimension, false, description));
    }

    private static void truth(String id, String description) {
        ALL.put(id, new AuditQuantity(id, COUNT, true, description));
    }

    private static void model() {
        add(COUNT, "parameters.total", "weights of the model, without multi-token prediction");
        add(COUNT, "parameters.active", "weights that one token uses");
        add(COUNT, "parameters.declared", "weights that the problem declares");
        add(COUNT, "parameters.missing", "declared weights that the architecture does not have");
        add(COUNT, "parameters.perExpert", "weights of one routed expert of one layer");
        add(COUNT, "parameters.perExpert.implied", "weights of an expert that a claimed memory would mean");
        add(COUNT, "parameters.experts", "weights of all routed experts");
        add(COUNT, "parameters.experts.perLayer", "weights of the routed experts of one layer");
        add(COUNT, "parameters.experts.active", "weights of the routed experts that one token uses");
        add(COUNT, "parameters.nonExpert", "weights outside the routed experts");
        add(COUNT, "parameters.attention", "weights of attention, all layers");
        add(COUNT, "parameters.embedding", "weights of embedding and LM head");
        add(COUNT, "parameters.head", "weights of the LM head; none where it is the embedding");
        add(COUNT, "parameters.prediction", "weights of multi-token-prediction modules, beyond the total");
        add(COUNT, "layers.total", "layers");
        add(COUNT, "layers.routed", "layers that route to experts");
        add(COUNT, "model.hidden", "width of the hidden state");
        add(COUNT, "experts.perLayer", "routed experts of a layer");
        add(COUNT, "experts.perToken", "routed experts that a token uses in a layer");
        add(COUNT, "experts.total", "routed experts of all layers");
        add(COUNT, "experts.width", "inner width of a routed expert");
        add(COUNT, "experts.matrices", "matrices of an expert: 3 gated, 2 plain");
        add(FLOP, "flops.perToken", "FLOP per counted token, attention included; forward, and backward in training");
        add(FLOP, "flops.perToken.forward", "forward FLOP per token of the phase, attention included");
        add(FLOP, "flops.perInputToken", "forward FLOP per token of a prompt, attention included");
        add(FLOP, "flops.perOutputToken", "forward FLOP per token that is written, attention included");
        add(FLOP, "flops.perToken.active", "2 x active weights");
        add(FLOP, "flops.perToken.dense", "FLOP per token if every expert were used");
        add(FLOP, "flops.perToken.attention", "forward FLOP per token of scores and values");
        add(FLOP, "flops.perToken.experts", "forward FLOP per token of routed experts");
    }

    private static void hardware() {
        add(COUNT, "gpus.cluster", "GPUs of the cluster");
        add(
                FLOP_PER_SECOND,
                "gpu.peakFlops",
                "dense peak of one GPU in the fastest format that the model is multiplied in");
        for (Precision format : Precision.values()) {
            add(FLOP_PER_SECOND, "gpu.peakFlops." + format.label(), "dense peak of one GPU in " + format.name());
        }
        add(FLOP_PER_SECOND, "gpu.effectiveFlops", "peak times efficiency.compute");
        add(FLOP_PER_SECOND, "gpu.effectiveFlops.claimed", "FLOP/s that the document computes with");
        add(BYTES, "gpu.memory", "memory of one GPU, as much as frameworks get");
        add(BYTES_PER_SECOND, "gpu.memoryBandwidth", "memory bandwidth of one GPU");
        add(BYTES_PER_SECOND, "gpu.effectiveBandwidth", "memory bandwidth times efficiency.memoryBandwidth");
        add(FRACTION, "efficiency.compute", "share of peak FLOP/s that is reached; 1 unless assumed");
        add(FRACTION, "efficiency.memoryBandwidth", "share of memory bandwidth that is reached; 1 unless assumed");
        add(BYTES, "bytes.perParameter", "bytes that one weight takes");
        add(BYTES, "bytes.perCacheElement", "bytes that one element of the KV cache takes");
        add(
                BYTES_PER_SECOND,
                "gpu.linkBandwidth",
                "one way from a GPU to the others of its island: NVLink, xGMI, else PCIe");
        add(BYTES_PER_SECOND, "gpu.networkBandwidth", "one way from a GPU to other islands, its share of the NICs");
        add(BYTES_PER_SECOND, "gpu.hostBandwidth", "one way from a GPU to its host");
        add(COUNT, "gpu.linkDomain", "GPUs that its links can join");
        add(WATTS, "gpu.power", "board power of one GPU");
        add(WATTS, "power.system", "board power of all GPUs that the layout uses; hosts, network and cooling apart");
    }

    private static void layout() {
        for (String degree : List.of("tensor", "data", "expert", "expertTensor", "pipeline", "replicas")) {
            add(COUNT, "degrees." + degree, "the degree of that name");
        }
        add(COUNT, "gpus", "GPUs that the layout uses");
        add(COUNT, "gpus.perNode", "GPUs of a node");
        add(COUNT, "gpus.perStage", "GPUs of a pipeline stage");
        add(COUNT, "layers.perStage", "layers of a stage (the largest)");
        add(COUNT, "experts.perGpu.perLayer", "experts of one layer that a GPU holds, whole or in part");
        add(COUNT, "experts.perGpu.total", "expert instances of all its layers that a GPU holds, whole or in part");
        add(
                COUNT,
                "experts.perGpu.wholeEquivalents",
                "expert instances of all its layers that a GPU holds, parts added up to whole ones");
        add(COUNT, "experts.perGpu.variance", "variance over expert ranks of the experts of a layer that they hold");
        add(COUNT, "experts.perGpu.average", "expert instances of the model over GPUs");
        for (String group : List.of("expert", "tensor", "pipeline", "expertHolders", "expertRank")) {
            String what =
                    switch (group) {
                        case "expertHolders" -> "groups of GPUs with the same experts";
                        case "expertRank" -> "sets of GPUs with the same expert rank, over all stages";
                        default -> group + " groups";
                    };
            add(COUNT, "groups." + group + ".count", "number of " + what);
            add(COUNT, "groups." + group + ".size", "GPUs in each of the " + what);
        }
        truth("divisible.experts", "whether experts spread evenly over the expert ranks");
        truth("divisible.layers", "whether layers spread evenly over the stages");
        truth("divisible.hidden", "whether the hidden width divides by the tensor degree");
        truth("divisible.batch", "whether the batch divides by the attention copies");
    }

    private static void memory() {
        add(BYTES, "memory.perGpu", "all memory of the fullest GPU");
        add(BYTES, "memory.perGpu.claimed", "a total per GPU that the document corrects");
        add(BYTES, "memory.perGpu.minimum", "weights alone, spread evenly over the GPUs");
        add(BYTES, "memory.perGpu.shortest", "memory of the fullest GPU at the shortest length of the sweep");
        add(BYTES, "memory.perGpu.longest", "memory of the fullest GPU at the longest length of the sweep");
        add(BYTES, "memory.headroom", "free memory of the fullest GPU");
        add(FRACTION, "memory.utilisation", "used share of the fullest GPU's memory");
        add(BYTES, "memory.experts.perGpu", "routed experts on one GPU");
        add(BYTES, "memory.experts.claimed", "an expert row that the document corrects");
        add(FRACTION, "memory.experts.ratio", "claimed over actual memory of the experts on a GPU");
        add(FRACTION, "memory.experts.saving", "part of the claimed memory that the experts on a GPU do not need");
        add(BYTES, "memory.experts.total", "all routed experts, once");
        add(BYTES, "memory.perExpert", "one routed expert of one layer");
        add(BYTES, "memory.model", "all weights, once");
        add(BYTES, "memory.weights.perGpu", "all weights on the fullest GPU");
        add(BYTES, "memory.weights.evenlySpread", "all weights over the GPUs");
        add(BYTES, "memory.read.perStep", "bytes that a GPU reads in one step");
        for (MemoryComponent component : MemoryComponent.values()) {
            add(BYTES, "memory." + component.label(), "that row of the fullest GPU's bill");
        }
        add(BYTES, "cache.bytesPerToken", "KV cache that one more token adds in all layers, while no window is full");
        add(BYTES, "cache.bytesPerToken.perGpu", "the same on the GPU whose cache fills first, at the plan's length");
        add(BYTES, "cache.room.perGpu", "what that GPU can give to KV cache beside everything else of the plan's step");
        add(COUNT, "cache.tokensPerRank", "tokens that the KV cache of one attention rank can hold");
        add(COUNT, "cache.tokens", "tokens that the KV caches of the system can hold");
        add(COUNT, "cache.longestContext", "tokens of the longest prompt and answer that fits model and cache");
        truth("targets.memory.met", "whether every GPU's memory suffices");
        add(COUNT, "activations.checkpointingAbove", "sequence length above which layers are recomputed");
    }

    private static void rates() {
        add(TOKENS_PER_SECOND, "throughput.system", "counted tokens per second of all GPUs");
        add(TOKENS_PER_SECOND, "throughput.perGpu", "counted tokens per second over the GPUs used");
        add(TOKENS_PER_SECOND, "throughput.replica", "counted tokens per second of one replica");
        add(TOKENS_PER_SECOND, "throughput.perNode", "counted tokens per second over the nodes used");
        phases();
        add(TOKENS_PER_SECOND, "throughput.bound", "all GPUs at the roofline of the plan's own step");
        add(TOKENS_PER_SECOND, "throughput.bound.compute", "compute bound of all GPUs");
        add(TOKENS_PER_SECOND, "throughput.bound.compute.perGpu", "compute bound of one GPU");
        add(TOKENS_PER_SECOND, "throughput.bound.peak.perGpu", "compute bound of one GPU at its full peak");
        add(TOKENS_PER_SECOND, "throughput.implied.perGpu", "rate at which a GPU reads a prompt in a claimed time");
        add(TOKENS_PER_SECOND, "throughput.bound.bandwidth", "bandwidth bound of a GPU times GPUs");
        add(TOKENS_PER_SECOND, "throughput.bound.bandwidth.system", "bandwidth bound of the system in decode");
        add(TOKENS_PER_SECOND, "throughput.bound.bandwidth.perGpu", "bandwidth bound of one GPU's steps in decode");
        add(FRACTION, "throughput.overBound", "throughput per GPU over the bandwidth bound");
        add(SEQUENCES_PER_SECOND, "throughput.samples", "sequences per second of all GPUs");
        add(COUNT, "batch", "sequences of one step");
        add(COUNT, "sequence.length", "tokens of a sequence: the longest of the sweep");
        add(COUNT, "sequence.shortest", "tokens of the shortest sequence of the sweep");
        add(COUNT, "sequences.perGpu", "prompts that a GPU works through before the first token");
        add(FRACTION, "efficiency.total", "achieved over the roofline bound");
        add(FRACTION, "efficiency.implied", "throughput over the compute bound");
        add(FRACTION, "loss.other", "a loss that the document does not name");
        for (Loss.Kind kind : Loss.Kind.values()) {
            add(FRACTION, "loss." + kind.label(), kind.meaning());
        }
        add(FLOP_PER_SECOND, "flops.perSecond.perGpu", "FLOP/s that the throughput needs of each GPU");
        add(FRACTION, "compute.utilisation", "used share of the peak FLOP/s");
        add(
                FRACTION,
                "compute.modelFlopsUtilisation",
                "MFU: FLOP of all tokens read and written over the peak; recomputation and padding do not count");
        add(FRACTION, "compute.modelFlopsUtilisation.prefill", "MFU of reading prompts alone");
        add(FRACTION, "compute.modelFlopsUtilisation.decode", "MFU of writing alone");
        add(TOKENS_PER_SECOND, "interactivity", "output tokens per second that one user sees: 1 / timePerOutputToken");
        add(FRACTION, "bandwidth.utilisation", "used share of the reachable memory bandwidth");
    }

    /** What is read and what is written, apart and together; a reading rate is no writing rate. */
    private static void phases() {
        for (String scope : List.of("system", "perGpu", "perNode")) {
            String whose =
                    switch (scope) {
                        case "system" -> "of all GPUs";
                        case "perGpu" -> "over the GPUs used";
                        default -> "over the nodes used";
                    };
            add(TOKENS_PER_SECOND, "throughput.input." + scope, "prompt tokens per second beside the output, " + whose);
            add(TOKENS_PER_SECOND, "throughput.combined." + scope, "input and output tokens per second, " + whose);
            add(
                    TOKENS_PER_SECOND,
                    "throughput.prefill." + scope,
                    "prompt tokens per second of reading alone, " + whose);
            add(TOKENS_PER_SECOND, "throughput.decode." + scope, "output tokens per second of writing alone, " + whose);
        }
        add(COUNT, "step.tokens", "token budget of a step of the engine: prompts, and what decodes beside them");
        add(COUNT, "sequence.output", "tokens that are written per sequence");
    }

    private static void times() {
        add(SECONDS, "timeToFirstToken", "from request to first token");
        add(SECONDS, "timeToFirstToken.oneGpu", "the prompt's FLOP on one GPU");
        add(SECONDS, "timeToFirstToken.minimum", "the prompt's FLOP on all GPUs");
        add(SECONDS, "timeToFirstToken.claimed", "a time to first token that the document corrects");
        add(FRACTION, "timeToFirstToken.ratio", "the prompt's time on one GPU over the claimed time");
        add(SECONDS, "timePerOutputToken", "between output tokens");
        add(SECONDS, "latency.endToEnd", "from request to last token");
        add(SECONDS, "stepTime", "one step");
        add(SECONDS, "time.ofMillionTokens", "a million tokens at the system's throughput");
        add(COUNT, "training.tokens", "tokens of a whole training run");
        add(SECONDS, "training.time", "a whole training run at the system's throughput");
        add(SECONDS, "training.gpuTime", "the same times GPUs: GPU hours");
        add(FRACTION, "balance.coefficientOfVariation", "of the expert ranks' loads");
        add(FRACTION, "balance.target", "coefficient of variation that the problem asks for");
        add(FRACTION, "balance.variance", "square of the coefficient of variation");
        add(FRACTION, "balance.compute.variance", "of the GPUs' computing times");
        add(FRACTION, "balance.maxOverMean", "slowest expert rank over the mean");
        add(FRACTION, "overflow.share", "assignments beyond the capacity factor");
    }

    private static void targets() {
        add(TOKENS_PER_SECOND, "target.throughput", "the problem's target");
        add(SECONDS, "target.timeToFirstToken", "the problem's limit");
        add(SECONDS, "target.timePerOutputToken", "the problem's limit");
        add(FRACTION, "target.shortfall.perGpu", "part of the target that one GPU misses");
        add(FRACTION, "target.ratio.perGpu", "target over throughput per GPU");
        add(FRACTION, "target.ratio.system", "target over throughput of the system");
        add(FRACTION, "efficiency.required.perGpu", "target over the compute bound of one GPU");
        add(FRACTION, "efficiency.required.system", "target over the compute bound of all GPUs");
        add(COUNT, "gpus.forTarget", "GPUs that reach the target as a system");
        truth("targets.throughput.met", "whether the system's throughput reaches the target");
        truth("targets.throughput.metPerGpu", "whether the throughput per GPU reaches the target");
        truth("targets.timeToFirstToken.met", "whether the first token comes in time");
        truth("targets.timePerOutputToken.met", "whether output tokens come in time");
    }

    private static void communication() {
        add(BYTES, "communication.bytes", "bytes that one GPU of each stage sends for a micro-batch");
        add(FRACTION, "communication.share", "messages' part of a micro-batch's seconds, nothing hidden");
        add(FRACTION, "communication.efficiency", "1 - loss.communication");
        for (Component component : Component.values()) {
            if (component.kind() == Component.Kind.COMMUNICATION) {
                add(BYTES, "communication." + component.id() + ".bytes", "bytes of " + component.label());
            }
            add(SECONDS, "main." + component.id(), "seconds of " + component.label() + " in a micro-batch");
            add(FLOP, "flops." + component.id(), "FLOP of " + component.label() + " on one GPU in a micro-batch");
        }
    }
}
