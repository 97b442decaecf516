package dev.meshwright.cost.memory;

import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.memory.MemoryModel.StageShape;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.layout.Degrees;

/** What the ends of a model keep on a GPU: the embedding, the LM head and its logits, all vocabulary-parallel. */
final class ModelEnds {

    private static final double LOGIT_BYTES = 4;

    private final Model model;
    private final Precision stored;
    private final double embeddingParameters;
    private final double headParameters;

    /** @param stored format in which the matrices are kept */
    ModelEnds(Model model, Precision stored) {
        this.model = model;
        this.stored = stored;
        this.embeddingParameters = LayerWeights.embeddingParameters(model);
        this.headParameters = LayerWeights.headParameters(model);
    }

    /** Weights of the ends that a stage holds, over all tensor ranks. */
    double parameters(Degrees degrees, StageShape stage) {
        return stage.first() * embeddingParameters + stage.last() * headShare(degrees.pipeline()) * headParameters;
    }

    /** Books the matrices that a stage holds, of which {@code share} is on the GPU. */
    void addWeights(Degrees degrees, StageShape stage, double share, double[] bytes, RowNotes notes) {
        matrix(MemoryComponent.EMBEDDING_WEIGHTS, stage.first() * share, embeddingParameters, degrees, bytes, notes);
        double head = stage.last() * headShare(degrees.pipeline()) * share;
        matrix(MemoryComponent.HEAD_WEIGHTS, head, headParameters, degrees, bytes, notes);
    }

    private void matrix(
            MemoryComponent row, double share, double parameters, Degrees degrees, double[] bytes, RowNotes notes) {
        double perWeight = stored.bytesPerElement();
        double value = share * perWeight * parameters / degrees.tensor();
        bytes[row.ordinal()] = value;
        if (notes.active()) {
            notes.part(
                    row,
                    value,
                    "share * bytesPerWeight * parameters / t",
                    "vocabulary-parallel over the tensor ranks",
                    Term.count("share", share),
                    Term.count("bytesPerWeight", perWeight),
                    Term.count("parameters", parameters),
                    Term.count("t", degrees.tensor()));
        }
    }

    /** With tied embeddings and one stage the head is the embedding itself. */
    private double headShare(int pipeline) {
        return model.tiedEmbeddings() && pipeline == 1 ? 0 : 1;
    }

    /** Books the logits of an inference step; {@code last} as in {@link StageShape}. */
    void addLogits(Degrees degrees, double last, double positions, double[] bytes, RowNotes notes) {
        double value = last * positions * model.vocabulary() * LOGIT_BYTES / degrees.tensor();
        bytes[MemoryComponent.LOGITS.ordinal()] = value;
        if (notes.active()) {
            notes.part(
                    MemoryComponent.LOGITS,
                    value,
                    "last * positions * vocabulary * 4 / t",
                    "FP32 logits, vocabulary-parallel",
                    Term.count("last", last),
                    Term.count("positions", positions),
                    Term.count("vocabulary", model.vocabulary()),
                    Term.count("t", degrees.tensor()));
        }
    }

    /**
     * Books the loss on the last stage: gradients of the logits and of the head's weights in FP32, which live before any
     * layer's gradients do; only what exceeds those counts.
     */
    void addLossGradients(Degrees degrees, double last, double tokens, double working, double[] bytes, RowNotes notes) {
        double value = last
                * Math.max(
                        0, LOGIT_BYTES * (tokens + model.hidden()) * model.vocabulary() / degrees.tensor() - working);
        bytes[MemoryComponent.LOGITS.ordinal()] = value;
        if (notes.active()) {
            notes.part(
                    MemoryComponent.LOGITS,
                    value,
                    "last * max(0, 4 * (tokens + hidden) * vocabulary / t - working)",
                    "FP32 gradients of logits and head, beyond a layer's gradients, which come later",
                    Term.count("last", last),
                    Term.count("tokens", tokens),
                    Term.count("hidden", model.hidden()),
                    Term.count("vocabulary", model.vocabulary()),
                    Term.count("t", degrees.tensor()),
                    Term.of("working", working, Dimension.BYTES));
        }
    }
}
