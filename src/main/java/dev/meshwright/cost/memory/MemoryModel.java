package dev.meshwright.cost.memory;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.memory.engine.EngineMemory;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.Arrays;
import java.util.Optional;

/**
 * Memory of one GPU of a pipeline stage. The heaviest stage decides whether a layout fits, never the average.
 *
 * <p>Inference: weights + KV cache of the sequences in flight at their longest + the live tensors of one layer for the
 * tokens of a step + logits + dispatch buffers + collective buffers + runtime. Training: weights, gradients and optimizer
 * state sharded by the ZeRO stage, and the kept activations of every micro-batch in flight.
 */
public final class MemoryModel {

    /** Tokens that engines put into one step of mixed prefill and decode (vLLM and SGLang default on large GPUs). */
    public static final int CHUNK_TOKENS = 8192;

    private final Model model;
    private final Workload workload;
    private final Layer[] kinds;
    private final LayerWeights[] weights;
    private final LayerActivations[] activations;
    private final Precisions stored;
    private final ModelEnds ends;
    private final double inputBytes;
    private final Optional<EngineMemory> engine;
    private final SequenceCache cache;
    private final MemoryLimits limits;
    private final InferenceRows inference;
    private final DraftMemory drafts;

    /** Memory of layouts of a problem, the engine as it comes. */
    public MemoryModel(Problem problem, Layer[] kinds) {
        this(problem, kinds, 1);
    }

    /**
     * Memory of layouts of a problem.
     *
     * @param problem model and workload
     * @param kinds the distinct layers of the model
     * @param reserve by which the engine keeps more than it does elsewhere
     */
    public MemoryModel(Problem problem, Layer[] kinds, double reserve) {
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
        this.ends = new ModelEnds(model, stored.embedding());
        this.engine = EngineMemory.of(problem, reserve);
        this.cache = new SequenceCache(model, kinds, engine);
        this.limits = MemoryLimits.of(problem, engine);
        this.inference = new InferenceRows(model, kinds, activations, ends, engine, cache, inputBytes, routed);
        this.drafts = DraftMemory.of(problem, engine);
    }

    /** What rows may claim of a GPU, by the engine's rule. */
    public MemoryLimits limits() {
        return limits;
    }

    /** The rule of the problem's engine; empty where it names none. */
    public Optional<EngineMemory> engine() {
        return engine;
    }

    /**
     * Bytes of cache and state that a stage keeps for one sequence of {@code context} tokens.
     *
     * @param reading whether its prompt is being read, which is what engines set aside for a request
     */
    public double sequenceBytes(Degrees degrees, StageShape stage, double context, boolean reading) {
        double sum = 0;
        for (int kind = 0; kind < kinds.length; kind++) {
            double more = reading ? cache.more(kind, context, degrees) : 0;
            double held = cache.held(kind, context, degrees);
            sum += stage.layersOfKind(kind) * (held + more + kinds[kind].mixer().stateBytes(degrees.tensor()));
        }
        return sum + stage.last() * drafts.sequenceBytes(degrees, context);
    }

    /** Weights of the distinct layer {@code kind}. */
    public LayerWeights weights(int kind) {
        return weights[kind];
    }

    /** One stage as the memory model sees it. A bound makes many of them, so the array is kept, not copied. */
    public static final class StageShape {

        private final double[] layersOfKind;
        private final double first;
        private final double last;
        private final double inFlight;

        /**
         * A stage, or an average of stages.
         *
         * @param layersOfKind layers of each kind; fractions are allowed where a bound wants an average stage
         * @param first whether it holds the embedding; a fraction for an average stage
         * @param last whether it holds the LM head; a fraction for an average stage
         * @param inFlight micro-batches whose activations it keeps at once (training)
         */
        public StageShape(double[] layersOfKind, double first, double last, double inFlight) {
            this.layersOfKind = layersOfKind;
            this.first = first;
            this.last = last;
            this.inFlight = inFlight;
        }

        double layersOfKind(int kind) {
            return layersOfKind[kind];
        }

        double first() {
            return first;
        }

        double last() {
            return last;
        }

        double inFlight() {
            return inFlight;
        }
    }

    /** Fills {@code bytes}, indexed by {@link MemoryComponent}, for one GPU of a stage. */
    public void fill(Degrees degrees, StageShape stage, double[] bytes, Ledger ledger) {
        Arrays.fill(bytes, 0);
        RowNotes notes = ledger.active() ? new RowNotes(ledger) : RowNotes.SILENT;
        if (engine.isEmpty()) {
            // Copies send each other gradients in training and nothing in inference.
            int sharing = workload instanceof Training ? degrees.gpus() : degrees.gpusPerReplica();
            InferenceRows.constants(sharing, bytes, notes);
        }
        switch (workload) {
            case Training training -> training(training, degrees, stage, bytes, notes);
            case Workload.Prefill prefill -> {
                double tokens = degrees.microBatch() * (double) prefill.readTokens();
                inference(degrees, stage, prefill.longest(), tokens, bytes, notes);
            }
            case Workload.Decode decode -> {
                double tokens = (double) degrees.microBatch() * drafts.positions();
                inference(degrees, stage, Math.toIntExact(decode.longestContext()), tokens, bytes, notes);
            }
            case Workload.Serving serving -> {
                double tokens = Math.max(CHUNK_TOKENS, (double) degrees.microBatch() * drafts.positions());
                inference(degrees, stage, serving.longest() + serving.outputTokens(), tokens, bytes, notes);
            }
        }
        notes.close();
    }

    /** Books what inference holds with sequences of {@code context} tokens, and room for the guesses of a step beside them. */
    private void inference(
            Degrees degrees, StageShape stage, int context, double tokens, double[] bytes, RowNotes notes) {
        weights(degrees, stage, 1, bytes, notes);
        int held = context + drafts.positions() - 1;
        inference.add(degrees, stage, held, tokens, drafts.positions(), bytes, notes);
        drafts.addCache(degrees, stage.last(), held, bytes, notes);
    }

    private void weights(Degrees degrees, StageShape stage, double share, double[] bytes, RowNotes notes) {
        for (int kind = 0; kind < kinds.length; kind++) {
            double padding = engine.isPresent() ? padding(engine.get(), kind, degrees) : 1;
            weights[kind].addBytes(degrees, stored, stage.layersOfKind(kind), share, padding, bytes, notes);
        }
        ends.addWeights(degrees, stage, share, bytes, notes);
        drafts.addWeights(degrees, stage.last(), stored, bytes, notes);
    }

    private double padding(EngineMemory named, int kind, Degrees degrees) {
        return kinds[kind].feedForward() instanceof Mixture mixture
                ? named.padding(
                        stored.experts(),
                        mixture.expertInput(model.hidden()),
                        (double) mixture.width() / degrees.expertTensor())
                : 1;
    }

    private void training(Training training, Degrees degrees, StageShape stage, double[] bytes, RowNotes notes) {
        double dense = ends.parameters(degrees, stage) / degrees.tensor();
        double experts = 0;
        double kept = 0;
        double working = 0;
        double tokens = (double) degrees.microBatch() * training.longest() / degrees.context();
        for (int kind = 0; kind < kinds.length; kind++) {
            double layers = stage.layersOfKind(kind);
            dense += layers * weights[kind].denseParametersPerGpu(degrees.tensor());
            experts += layers * weights[kind].expertParametersPerGpu(degrees);
            kept += layers * activations[kind].keptBytes(tokens, degrees, inputBytes);
            working = Math.max(working, activations[kind].liveBytes(tokens, degrees, inputBytes));
        }
        TrainingState state = TrainingState.of(training, degrees, dense, experts);
        weights(degrees, stage, state.weightShare(), bytes, notes);
        state.addBytes(bytes, notes);
        int copies = degrees.recomputation() == Recomputation.FULL ? 2 : 1;
        activations(stage.inFlight(), kept, copies, working, bytes, notes);
        ends.addLossGradients(degrees, stage.last(), tokens, copies * working, bytes, notes);
    }

    /** Books what the backward pass waits for, and the gradients of the layer that it is in, recomputed tensors included. */
    private static void activations(
            double inFlight, double kept, int copies, double working, double[] bytes, RowNotes notes) {
        double value = inFlight * kept + copies * working;
        bytes[MemoryComponent.ACTIVATIONS.ordinal()] = value;
        if (notes.active()) {
            notes.part(
                    MemoryComponent.ACTIVATIONS,
                    value,
                    "inFlight * kept + copies * working",
                    "kept for the backward pass of every micro-batch in flight; gradients of one layer's tensors, and with"
                            + " full recomputation the tensors themselves (docs/COST_MODEL.md, activations)",
                    Term.count("inFlight", inFlight),
                    Term.of("kept", kept, Dimension.BYTES),
                    Term.count("copies", copies),
                    Term.of("working", working, Dimension.BYTES));
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
