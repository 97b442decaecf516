package dev.meshwright.cost.memory;

import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.memory.MemoryModel.StageShape;
import dev.meshwright.cost.memory.engine.EngineMemory;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.layout.Degrees;
import java.util.Optional;

/** What inference holds beside weights: the cache, and what lives in a step or is kept by the engine. */
final class InferenceRows {

    /** Buffers of the collectives library: 0.35 to 0.4 GB in engine start-up logs; the larger. */
    public static final double COLLECTIVE_BUFFER_BYTES = 0.4e9;

    /** CUDA context, compiled kernels and captured graphs: about 3.5 GB in inference engines. */
    public static final double RUNTIME_BYTES = 3.5e9;

    private final Layer[] kinds;
    private final LayerActivations[] activations;
    private final ModelEnds ends;
    private final Optional<EngineRows> engineRows;
    private final SequenceCache cache;
    private final double inputBytes;
    private final int routedElements;

    InferenceRows(
            Model model,
            Layer[] kinds,
            LayerActivations[] activations,
            ModelEnds ends,
            Optional<EngineMemory> engine,
            SequenceCache cache,
            double inputBytes,
            int routedElements) {
        this.kinds = kinds;
        this.activations = activations;
        this.ends = ends;
        this.engineRows = engine.map(named -> new EngineRows(named, model));
        this.cache = cache;
        this.inputBytes = inputBytes;
        this.routedElements = routedElements;
    }

    /** Books buffers and runtime where no engine is named, and in training, of which {@code sharing} GPUs send each other anything. */
    static void constants(int sharing, double[] bytes, RowNotes notes) {
        bytes[MemoryComponent.COLLECTIVE_BUFFERS.ordinal()] = sharing > 1 ? COLLECTIVE_BUFFER_BYTES : 0;
        bytes[MemoryComponent.RUNTIME.ordinal()] = RUNTIME_BYTES;
        if (notes.active()) {
            notes.constant(
                    MemoryComponent.COLLECTIVE_BUFFERS,
                    bytes[MemoryComponent.COLLECTIVE_BUFFERS.ordinal()],
                    "0.35 to 0.4 GB in engine start-up logs");
            notes.constant(MemoryComponent.RUNTIME, RUNTIME_BYTES, "about 3.5 GB in inference engines");
        }
    }

    /**
     * Books cache, state and what lives in a step.
     *
     * @param context tokens of the longest sequence
     * @param tokens of a step
     * @param positions of a sequence for which a step makes logits
     */
    void add(
            Degrees degrees,
            StageShape stage,
            int context,
            double tokens,
            int positions,
            double[] bytes,
            RowNotes notes) {
        double sequences = degrees.sequencesPerRank();
        for (int kind = 0; kind < kinds.length; kind++) {
            double layers = stage.layersOfKind(kind);
            double held = cache.held(kind, context, degrees);
            double more = cache.more(kind, context, degrees);
            double state = kinds[kind].mixer().stateBytes(degrees.tensor());
            bytes[MemoryComponent.CACHE.ordinal()] += layers * (sequences * held + more);
            bytes[MemoryComponent.STATE.ordinal()] += layers * sequences * state;
            if (notes.active()) {
                cacheNotes(layers, sequences, context, held, more, state, notes);
            }
        }
        if (engineRows.isPresent()) {
            engineRows.get().add(degrees, stage.last(), bytes, notes);
            return;
        }
        double largest = 0;
        for (LayerActivations kind : activations) {
            largest = Math.max(largest, kind.liveBytes(tokens, degrees, inputBytes));
        }
        live(degrees, stage.last(), tokens, Math.min(tokens, sequences * positions), largest, bytes, notes);
    }

    private static void cacheNotes(
            double layers, double sequences, int context, double held, double more, double state, RowNotes notes) {
        notes.part(
                MemoryComponent.CACHE,
                layers * (sequences * held + more),
                "layers * (sequences * context * bytesPerToken + reading)",
                "KV cache of the sequences of one attention rank at their longest; what windows hold while a prompt is read",
                Term.count("layers", layers),
                Term.count("sequences", sequences),
                Term.count("context", context),
                Term.of("bytesPerToken", held / context, Dimension.BYTES),
                Term.of("reading", more, Dimension.BYTES));
        notes.part(
                MemoryComponent.STATE,
                layers * sequences * state,
                "layers * sequences * state",
                "fixed state of linear attention",
                Term.count("layers", layers),
                Term.count("sequences", sequences),
                Term.of("state", state, Dimension.BYTES));
    }

    /** Books what is live in a step beside weights and caches. */
    private void live(
            Degrees degrees,
            double last,
            double tokens,
            double logits,
            double activationBytes,
            double[] bytes,
            RowNotes notes) {
        bytes[MemoryComponent.ACTIVATIONS.ordinal()] = activationBytes;
        if (notes.active()) {
            notes.constant(
                    MemoryComponent.ACTIVATIONS,
                    activationBytes,
                    "tensors of one layer (docs/COST_MODEL.md, activations)");
        }
        ends.addLogits(degrees, last, logits, bytes, notes);
        // Tokens that arrive for the rank's experts and the results that leave, 2 bytes each.
        double exchanged = degrees.data() > 1 ? 2 * tokens / degrees.tensor() * routedElements * 2 : 0;
        bytes[MemoryComponent.DISPATCH_BUFFERS.ordinal()] = exchanged;
        if (notes.active()) {
            notes.part(
                    MemoryComponent.DISPATCH_BUFFERS,
                    exchanged,
                    "2 * tokens / t * routedElements * 2",
                    "k copies of each token's hidden state in and out, 16 bits",
                    Term.count("tokens", tokens),
                    Term.count("t", degrees.tensor()),
                    Term.count("routedElements", routedElements));
        }
    }
}
