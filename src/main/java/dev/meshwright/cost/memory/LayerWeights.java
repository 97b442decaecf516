package dev.meshwright.cost.memory;

import dev.meshwright.base.derivation.Term;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Projection;
import dev.meshwright.layout.Degrees;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights of one layer, split by how layouts divide them.
 *
 * <pre>
 * parameters per GPU = attentionSplit/t + attentionWhole + dense/t + shared/t + routersAndNorms + slots * perExpert/x
 * </pre>
 *
 * @param attentionSplit weights of the mixer that tensor parallelism divides
 * @param attentionWhole weights of the mixer that every tensor rank holds
 * @param dense weights of a dense feed-forward part
 * @param shared weights of shared experts
 * @param perExpert weights of one routed expert and its share of a second family
 * @param routersAndNorms weights that every rank holds: router, norms, gates
 */
public record LayerWeights(
        double attentionSplit,
        double attentionWhole,
        double dense,
        double shared,
        double perExpert,
        double routersAndNorms) {

    /** The weights of {@code layer} in a model of width {@code hidden}. */
    public static LayerWeights of(Layer layer, int hidden) {
        // Idle heads are divided like the others.
        double split = layer.mixer().idleParameters(hidden);
        double whole = layer.mixer().otherParameters(hidden) - split;
        for (Projection projection : layer.mixer().projections(hidden)) {
            if (projection.split() == Projection.Split.REPLICATED) {
                whole += projection.parameters();
            } else {
                split += projection.parameters();
            }
        }
        double norms = layer.normParameters(hidden);
        return switch (layer.feedForward()) {
            case Dense dense -> new LayerWeights(split, whole, dense.parameters(hidden), 0, 0, norms);
            case Mixture mixture ->
                new LayerWeights(
                        split,
                        whole,
                        0,
                        mixture.sharedParameters(hidden),
                        mixture.parametersPerExpert(hidden)
                                // A second family is spread like the first.
                                + (double) mixture.otherParameters(hidden) / mixture.experts(),
                        mixture.routerParameters(hidden) + norms);
            case FeedForward.None none -> new LayerWeights(split, whole, 0, 0, 0, norms);
        };
    }

    /** Parameters on one GPU outside the routed experts. */
    public double denseParametersPerGpu(int tensor) {
        return (attentionSplit + dense + shared) / tensor + attentionWhole + routersAndNorms;
    }

    /** Parameters of routed experts on one GPU. */
    public double expertParametersPerGpu(Degrees degrees) {
        return perExpert * degrees.slotsPerRank() / degrees.expertTensor();
    }

    /**
     * Adds the bytes on one GPU to the rows of {@code bytes}.
     *
     * @param layers layers of this kind
     * @param share part of the weights that the GPU holds; 1 unless they are sharded (ZeRO stage 3)
     * @param padding by what kernels make the weights of routed experts larger
     */
    void addBytes(
            Degrees degrees,
            Precisions precisions,
            double layers,
            double share,
            double padding,
            double[] bytes,
            RowNotes notes) {
        int tensor = degrees.tensor();
        double each = layers * share;
        Stored attention = new Stored(precisions.attention(), precisions.attentionBytes());
        Stored denseParts = new Stored(precisions.dense(), precisions.denseBytes());
        Stored sharedParts = new Stored(precisions.shared(), precisions.sharedBytes());
        Stored experts = new Stored(precisions.experts(), precisions.expertBytes());
        Stored whole = new Stored(Precision.BF16, Precision.BF16.bytesPerElement());
        Rows rows = new Rows(each, bytes, notes);
        rows.add(MemoryComponent.ATTENTION_WEIGHTS, attention, attentionSplit, tensor, attentionWhole, 1);
        rows.add(MemoryComponent.DENSE_WEIGHTS, denseParts, dense, tensor, 0, 1);
        rows.add(MemoryComponent.SHARED_WEIGHTS, sharedParts, shared, tensor, 0, 1);
        double slots = perExpert * degrees.slotsPerRank();
        rows.add(MemoryComponent.EXPERT_WEIGHTS, experts, slots, degrees.expertTensor(), 0, padding);
        rows.add(MemoryComponent.ROUTER_AND_NORM_WEIGHTS, whole, 0, 1, routersAndNorms, 1);
    }

    /** A format and the bytes of a weight in it, scales included. */
    private record Stored(Precision format, double perWeight) {}

    /** The rows of {@code layers} layers. */
    private static final class Rows {

        private final double layers;
        private final double[] bytes;
        private final RowNotes notes;

        Rows(double layers, double[] bytes, RowNotes notes) {
            this.layers = layers;
            this.bytes = bytes;
            this.notes = notes;
        }

        void add(MemoryComponent row, Stored stored, double divided, int ranks, double whole, double padding) {
            double value = layers * stored.perWeight() * padding * (divided / ranks + whole);
            bytes[row.ordinal()] += value;
            if (!notes.active()) {
                return;
            }
            List<Term> terms = new ArrayList<>(List.of(
                    Term.count("layers", layers),
                    Term.count("bytesPerWeight", stored.perWeight()),
                    Term.count("divided", divided),
                    Term.count("ranks", ranks),
                    Term.count("whole", whole)));
            String formula = "layers * bytesPerWeight * (divided / ranks + whole)";
            String source =
                    "weights of one layer on one GPU: column- and row-parallel matrices are divided, others whole";
            if (padding != 1) {
                terms.add(Term.count("padding", padding));
                formula = "padding * " + formula;
                source += "; padded widths and kept scales of the kernels of "
                        + stored.format().label();
            }
            notes.part(row, value, formula, source, terms.toArray(Term[]::new));
        }
    }

    /** Weights of the embedding matrix, learned positions and tables of n-grams or layers included. */
    public static double embeddingParameters(Model model) {
        return (double) model.hidden() * (model.vocabulary() + model.learnedPositions()) + model.tableParameters();
    }

    /** Weights that the last stage holds for the LM head: its own matrix, or a copy of the tied one, and the last norm. */
    public static double headParameters(Model model) {
        return (double) model.hidden() * model.vocabulary() + model.hidden();
    }
}
