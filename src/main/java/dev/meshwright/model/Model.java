package dev.meshwright.model;

import java.util.List;

/**
 * A decoder-only language model.
 *
 * @param name as people call it
 * @param hidden width of the hidden state, h
 * @param vocabulary tokens of the vocabulary, V
 * @param tiedEmbeddings whether the LM head shares the embedding matrix
 * @param learnedPositions positions with a learned embedding; 0 for rotary and the like
 * @param layers the decoder layers in order
 * @param predictionLayers layers of the multi-token-prediction modules, which are weights of the checkpoint but no part
 *     of an ordinary forward pass in inference; each also holds a projection from two hidden states to one
 * @param precisions number formats of the weights and the KV cache
 */
public record Model(
        String name,
        int hidden,
        int vocabulary,
        boolean tiedEmbeddings,
        int learnedPositions,
        List<Layer> layers,
        List<Layer> predictionLayers,
        Precisions precisions) {

    public Model {
        layers = List.copyOf(layers);
        predictionLayers = List.copyOf(predictionLayers);
    }

    /** The same model in other number formats. */
    public Model withPrecisions(Precisions others) {
        return new Model(name, hidden, vocabulary, tiedEmbeddings, learnedPositions, layers, predictionLayers, others);
    }

    /** Number of layers, L. */
    public int depth() {
        return layers.size();
    }

    /** Whether any layer routes tokens to experts. */
    public boolean mixtureOfExperts() {
        return layers.stream().anyMatch(Layer::routed);
    }
}
