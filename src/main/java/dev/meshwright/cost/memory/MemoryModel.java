package dev.meshwright.cost.memory;

import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.model.FeedForward.Mixture;
import dev.meshwright.model.Layer;
import dev.meshwright.model.Model;
import dev.meshwright.model.Precision;
import dev.meshwright.model.Precisions;
import dev.meshwright.problem.Problem;
import dev.meshwright.workload.Workload;
import dev.meshwright.workload.Workload.Training;

/**
 * Memory of one GPU of a pipeline stage. The heaviest stage decides whether a layout fits, never the average.
 *
 * <p>Inference: weights + KV cache of the sequences in flight at their longest + the live tensors of one layer for the
 * tokens of a step + logits + dispatch buffers + collective buffers + runtime. Training: weights, gradients and optimizer
 * state sharded by the ZeRO stage, and the kept activations of every micro-batch in flight.
 */
public final class MemoryModel {

    /** Buffers of the collectives library: 0.35 to 0.4 GB in engine start-up logs; the larger. */
    public static final double COLLECTIVE_BUFFER_BYTES = 0.4e9;

    /** CUDA context, compiled kernels and captured graphs: about 3.5 GB in inference engines. */
    public static final double RUNTIME_BYTES = 3.5e9;

    /** Tokens that engines put into one step of mixed prefill and decode (vLLM and SGLang default on large GPUs). */
    public static final int CHUNK_TOKENS = 8192;

    private static final double GRADIENT_BYTES = 4;
    private static final double OPTIMIZER_BYTES = 12;
    private static final double LOGIT_BYTES = 4;

    private final Model model;
    private final Workload workload;
    private final Layer[] kinds;
    private final LayerWeights[] weights;
    private final LayerActivations[] activations;
    private final Precisions stored;
    private final double inputBytes;
    private final double embeddingParameters;
    private final double headParameters;
    private final int routedElements;

    /**
     * Memory of layouts of a problem.
     *
     * @param problem model and workload
     * @param kinds the distinct layers of the model
     */
    public MemoryModel(Problem problem, Layer[] kinds) {
        this.model = problem.model();
        this.workload = problem.workload();
        this.kinds = kinds.clone();
        this.weights = new LayerWeights[kinds.length];
        this.activations = new LayerActivations[kinds.length];
        this.inputBytes = model.precisions().experts() == Precision.FP8 ? 1 : 2;
        // Training holds its weights in 16 bits whatever format its products run in.
        this.stored = workload instanceof Training ? Precisions.BF16 : model.precisions();
        int routed = 0;
        for (int kind = 0; kind < kinds.length; kind++) {
            weights[kind] = LayerWeights.of(kinds[kind], model.hidden());
            activations[kind] = LayerActivations.of(kinds[kind], model.hidden());
            if (kinds[kind].feedForward() instanceof Mixture mixture) {
                routed = Math.max(routed, mixture.expertsPerToken() * mixture.expertInput(model.hidden()));
            }
        }
        this.routedElements = routed;
        this.embeddingParameters = LayerWeights.embeddingParameters(model);
        this.headParameters = LayerWeights.headParameters(model);
    }

    /** Weights of the distinct layer {@code kind}. */
    public LayerWeights weights(int kind) {
        return weights[kind];
    }

    /**
     * Fills {@code bytes}, indexed by {@link MemoryComponent}, for one GPU of a stage.
     *
     * @param layersOfKind layers of each kind in the stage; fractions are allowed where a bound wants an average stage
     * @param first whether the stage holds the embedding; a fraction for an average stage
     * @param last whether the stage holds the LM head; a fraction for an average stage
     * @param inFlight micro-batches whose activations the stage keeps at once (training)
     */
    public void fill(
            Degrees degrees, double[] layersOfKind, double first, double last, double inFlight, double[] bytes) {
        java.util.Arrays.fill(bytes, 0);
        for (int kind = 0; kind < kinds.length; kind++) {
            weights[kind].addBytes(degrees, stored, layersOfKind[kind], bytes);
        }
        double matrix = stored.embedding().bytesPerElement() / degrees.tensor();
        bytes[MemoryComponent.EMBEDDING_WEIGHTS.ordinal()] = first * matrix * embeddingParameters;
        bytes[MemoryComponent.HEAD_WEIGHTS.ordinal()] = last * headShare(degrees.pipeline()) * matrix * headParameters;
        bytes[MemoryComponent.COLLECTIVE_BUFFERS.ordinal()] = degrees.gpus() > 1 ? COLLECTIVE_BUFFER_BYTES : 0;
        bytes[MemoryComponent.RUNTIME.ordinal()] = RUNTIME_BYTES;
        switch (workload) {
            case Training training -> training(training, degrees, layersOfKind, first, last, inFlight, bytes);
            case Workload.Prefill prefill ->
                inference(
                        degrees,
                        layersOfKind,
                        last,
                        prefill.longest(),
                        (double) degrees.microBatch() * prefill.longest(),
                        bytes);
            case Workload.Decode decode ->
                inference(
                        degrees,
                        layersOfKind,
                        last,
                        decode.longest() + decode.outputTokens(),
                        degrees.microBatch(),
                        bytes);
            case Workload.Serving serving ->
                inference(
                        degrees,
                        layersOfKind,
                        last,
                        serving.longest() + serving.outputTokens(),
                        Math.max(CHUNK_TOKENS, degrees.microBatch()),
                        bytes);
        }
    }

    /** With tied embeddings and one stage the head is the embedding itself. */
    private double headShare(int pipeline) {
        return model.tiedEmbeddings() && pipeline == 1 ? 0 : 1;
    }

    private void inference(
            Degrees degrees, double[] layersOfKind, double last, int context, double tokens, double[] bytes) {
        double sequences = degrees.sequencesPerRank();
        double cacheBytes = model.precisions().keyValueCache().bytesPerElement();
        for (int kind = 0; kind < kinds.length; kind++) {
            double layers = layersOfKind[kind];
            bytes[MemoryComponent.CACHE.ordinal()] +=
                    layers * sequences * cacheBytes * kinds[kind].mixer().cacheElements(context, degrees.tensor());
            bytes[MemoryComponent.STATE.ordinal()] +=
                    layers * sequences * kinds[kind].mixer().stateBytes(degrees.tensor());
        }
        double largest = 0;
        for (LayerActivations kind : activations) {
            largest = Math.max(largest, kind.liveBytes(tokens, degrees, inputBytes));
        }
        bytes[MemoryComponent.ACTIVATIONS.ordinal()] = largest;
        double logits = Math.min(tokens, sequences);
        bytes[MemoryComponent.LOGITS.ordinal()] = last * logits * model.vocabulary() * LOGIT_BYTES / degrees.tensor();
        bytes[MemoryComponent.DISPATCH_BUFFERS.ordinal()] = dispatchBuffer(degrees, tokens);
    }

    /** Tokens that arrive for the rank's experts and the results that leave: {@code 2 T k h} elements of 2 bytes. */
    private double dispatchBuffer(Degrees degrees, double tokens) {
        return degrees.data() > 1 ? 2 * tokens / degrees.tensor() * routedElements * 2 : 0;
    }

    private void training(
            Training training,
            Degrees degrees,
            double[] layersOfKind,
            double first,
            double last,
            double inFlight,
            double[] bytes) {
        double dense = (first * embeddingParameters + last * headShare(degrees.pipeline()) * headParameters)
                / degrees.tensor();
        double experts = 0;
        double kept = 0;
        double working = 0;
        double tokens = (double) degrees.microBatch() * training.longest();
        for (int kind = 0; kind < kinds.length; kind++) {
            double layers = layersOfKind[kind];
            dense += layers * weights[kind].denseParametersPerGpu(degrees.tensor());
            experts += layers * weights[kind].expertParametersPerGpu(degrees);
            kept += layers * activations[kind].keptBytes(tokens, degrees, inputBytes);
            if (degrees.recomputation() == Recomputation.FULL && layers > 0) {
                working = Math.max(working, activations[kind].liveBytes(tokens, degrees, inputBytes));
            }
        }
        double denseShards = (double) degrees.data() * degrees.replicas();
        double expertShards = degrees.replicas();
        double parameters = dense + experts;
        int stage = training.zeroStage();
        if (stage >= 3) {
            scaleWeights(bytes, (dense / denseShards + experts / expertShards) / parameters);
        }
        bytes[MemoryComponent.GRADIENTS.ordinal()] =
                GRADIENT_BYTES * (stage >= 2 ? dense / denseShards + experts / expertShards : parameters);
        bytes[MemoryComponent.OPTIMIZER.ordinal()] =
                OPTIMIZER_BYTES * (stage >= 1 ? dense / denseShards + experts / expertShards : parameters);
        bytes[MemoryComponent.ACTIVATIONS.ordinal()] = inFlight * kept + working;
        bytes[MemoryComponent.LOGITS.ordinal()] = last * tokens * model.vocabulary() * LOGIT_BYTES / degrees.tensor();
        bytes[MemoryComponent.DISPATCH_BUFFERS.ordinal()] = dispatchBuffer(degrees, tokens);
    }

    private static void scaleWeights(double[] bytes, double factor) {
        for (int i = MemoryComponent.ATTENTION_WEIGHTS.ordinal(); i <= MemoryComponent.HEAD_WEIGHTS.ordinal(); i++) {
            bytes[i] *= factor;
        }
    }

    /** Sum of the rows. */
    public static double total(double[] bytes) {
        double sum = 0;
        for (double value : bytes) {
            sum += value;
        }
        return sum;
    }
}
