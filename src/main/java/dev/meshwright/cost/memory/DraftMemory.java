package dev.meshwright.cost.memory;

import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.memory.engine.EngineMemory;
import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.engine.Speculation.Draft;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import java.util.List;
import java.util.Optional;

/**
 * What guessing tokens keeps on the GPUs of the last stage: the weights of the model's own prediction layers, each with its product from two
 * hidden states to one, or of another model, and their cache. Embedding and head are the model's own.
 */
final class DraftMemory {

    private final List<Layer> layers;
    private final List<LayerWeights> weights;
    private final SequenceCache cache;
    private final Optional<Draft> draft;
    private final int hidden;
    private final int positions;

    private DraftMemory(List<Layer> layers, Model model, SequenceCache cache, Optional<Draft> draft, int positions) {
        this.layers = layers;
        this.weights = layers.stream()
                .map(layer -> LayerWeights.of(layer, model.hidden()))
                .toList();
        this.cache = cache;
        this.draft = draft;
        this.hidden = model.hidden();
        this.positions = positions;
    }

    /** What guessing keeps where the problem's engine does; nothing in training. */
    static DraftMemory of(Problem problem, Optional<EngineMemory> engine) {
        Model model = problem.model();
        Optional<Speculation> how = problem.workload() instanceof Training
                ? Optional.empty()
                : problem.assumptions().setup().speculation();
        boolean own = how.filter(guesses -> guesses.method() == Speculation.Method.MTP)
                .isPresent();
        List<Layer> layers = own ? model.predictionLayers() : List.of();
        return new DraftMemory(
                layers,
                model,
                new SequenceCache(model, layers.toArray(Layer[]::new), engine),
                how.flatMap(Speculation::draft),
                how.map(Speculation::positions).orElse(1));
    }

    /** Tokens that a step computes of each sequence that decodes. */
    int positions() {
        return positions;
    }

    /** Books the weights on the last stage, of which the stage is the part {@code last}. */
    void addWeights(Degrees degrees, double last, Precisions stored, double[] bytes, RowNotes notes) {
        for (LayerWeights each : weights) {
            each.addBytes(degrees, stored, last, 1, 1, bytes, notes);
            double joined = 2.0 * hidden * hidden;
            row(MemoryComponent.DENSE_WEIGHTS, last, stored.dense(), joined, degrees.tensor(), bytes, notes);
        }
        draft.ifPresent(model -> row(
                MemoryComponent.DENSE_WEIGHTS,
                last,
                model.weights(),
                model.parameters(),
                degrees.tensor(),
                bytes,
                notes));
    }

    private static void row(
            MemoryComponent row,
            double share,
            Precision format,
            double parameters,
            int ranks,
            double[] bytes,
            RowNotes notes) {
        double value = share * format.bytesPerElement() * parameters / ranks;
        bytes[row.ordinal()] += value;
        if (notes.active()) {
            notes.part(
                    row,
                    value,
                    "share * bytesPerWeight * parameters / t",
                    "what guesses tokens, on the last stage and divided over its tensor ranks",
                    Term.count("share", share),
                    Term.count("bytesPerWeight", format.bytesPerElement()),
                    Term.count("parameters", parameters),
                    Term.count("t", ranks));
        }
    }

    /** Bytes of cache on a GPU of the last stage for a sequence of {@code context} tokens. */
    double sequenceBytes(Degrees degrees, double context) {
        double sum = draft.map(model -> model.cacheBytesPerToken() * context / degrees.tensor())
                .orElse(0.0);
        for (int layer = 0; layer < layers.size(); layer++) {
            sum += cache.held(layer, context, degrees)
                    + layers.get(layer).mixer().stateBytes(degrees.tensor());
        }
        return sum;
    }

    /** Books the cache of the sequences of an attention rank. */
    void addCache(Degrees degrees, double last, int context, double[] bytes, RowNotes notes) {
        double each = sequenceBytes(degrees, context);
        if (each == 0) {
            return;
        }
        double value = last * degrees.sequencesPerRank() * each;
        bytes[MemoryComponent.CACHE.ordinal()] += value;
        if (notes.active()) {
            notes.part(
                    MemoryComponent.CACHE,
                    value,
                    "last * sequences * bytes",
                    "cache of what guesses tokens, on the last stage",
                    Term.count("last", last),
                    Term.count("sequences", degrees.sequencesPerRank()),
                    Term.of("bytes", each, Dimension.BYTES));
        }
    }
}
