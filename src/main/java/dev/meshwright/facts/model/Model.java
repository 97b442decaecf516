package dev.meshwright.facts.model;

import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

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
 * @param residualStreams parallel residual streams that hyper-connections mix before and after each part of a layer
 *     (DeepSeek-V4); 1 for the plain residual
 * @param tableParameters weights of embeddings beside the tokens' own, of which a token looks up single rows: of n-grams
 *     (LongCat-Flash-Lite) or of each layer (Gemma 3n), with their projections; 0 without
 * @param positions most tokens that a sequence can have, prompt and answer together, as vLLM derives them from the
 *     configuration; 0 where unknown
 */
public record Model(
        String name,
        int hidden,
        int vocabulary,
        boolean tiedEmbeddings,
        int learnedPositions,
        List<Layer> layers,
        List<Layer> predictionLayers,
        Precisions precisions,
        int residualStreams,
        long tableParameters,
        int positions) {

    public Model {
        layers = List.copyOf(layers);
        predictionLayers = List.copyOf(predictionLayers);
    }

    /** A model with one embedding, of unknown positions. */
    public Model(
            String name,
            int hidden,
            int vocabulary,
            boolean tiedEmbeddings,
            int learnedPositions,
            List<Layer> layers,
            List<Layer> predictionLayers,
            Precisions precisions,
            int residualStreams) {
        this(
                name,
                hidden,
                vocabulary,
                tiedEmbeddings,
                learnedPositions,
                layers,
                predictionLayers,
                precisions,
                residualStreams,
                0,
                0);
    }

    /** A model with a plain residual. */
    public Model(
            String name,
            int hidden,
            int vocabulary,
            boolean tiedEmbeddings,
            int learnedPositions,
            List<Layer> layers,
            List<Layer> predictionLayers,
            Precisions precisions) {
        this(name, hidden, vocabulary, tiedEmbeddings, learnedPositions, layers, predictionLayers, precisions, 1);
    }

    /** The same model with other layers. */
    public Model withLayers(List<Layer> others) {
        return new Model(
                name,
                hidden,
                vocabulary,
                tiedEmbeddings,
                learnedPositions,
                others,
                predictionLayers,
                precisions,
                residualStreams,
                tableParameters,
                positions);
    }

    /** The same model in other number formats; parts that keep theirs keep the blocks they are quantized in. */
    public Model withPrecisions(Precisions others) {
        return new Model(
                name,
                hidden,
                vocabulary,
                tiedEmbeddings,
                learnedPositions,
                layers,
                predictionLayers,
                others.keepingBlocksOf(precisions),
                residualStreams,
                tableParameters,
                positions);
    }

    /** The same model for sequences of up to {@code others} tokens; 0 where that is unknown. */
    public Model withPositions(int others) {
        return new Model(
                name,
                hidden,
                vocabulary,
                tiedEmbeddings,
                learnedPositions,
                layers,
                predictionLayers,
                precisions,
                residualStreams,
                tableParameters,
                others);
    }

    /**
     * Weights of one hyper-connection, which sits at each part of a layer: with m streams a matrix of
     * {@code m*(m+2) x m*h}, as many biases and three scales (DeepSeek-V4, section 2.2); 0 for the plain residual.
     */
    public long hyperConnectionParameters() {
        long streams = residualStreams;
        return streams > 1 ? streams * (streams + 2) * (streams * hidden + 1) + 3 : 0;
    }

    /** The different layers, in the order of the first of each. */
    public List<Layer> layerKinds() {
        // Layers of a kind are mostly one object, which costs less to know again than the hash of its parts.
        Set<Layer> objects = Collections.newSetFromMap(new IdentityHashMap<>());
        return layers.stream().filter(objects::add).distinct().toList();
    }

    /**
     * How many of {@code tensor} ranks hold the same keys and values of a sequence in every layer with a cache, or a multiple
     * of it: as many of them may share it ({@link TokenMixer#cacheCopies}); 1 where no layer has a cache.
     */
    public int cacheCopies(int tensor) {
        BigInteger common = layerKinds().stream()
                .map(kind -> BigInteger.valueOf(kind.mixer().cacheCopies(tensor)))
                .reduce(BigInteger.ZERO, BigInteger::gcd);
        return Math.max(1, common.intValue());
    }

    /** Number of layers, L. */
    public int depth() {
        return layers.size();
    }

    /** Whether a pipeline stage may begin with a layer, from 0: not with one that uses what an earlier layer chose or keeps. */
    public boolean mayBeginStage(int layer) {
        return layer == 0 || !layers.get(layer).mixer().dependsOnEarlierLayer();
    }

    /** Whether any layer routes tokens to experts. */
    public boolean mixtureOfExperts() {
        return layers.stream().anyMatch(Layer::routed);
    }

    /** Number of layers that route tokens to experts. */
    public int routedLayers() {
        return (int) layers.stream().filter(Layer::routed).count();
    }

    /** Most routed experts of any layer; 0 for a dense model. */
    public int experts() {
        return layers.stream()
                .map(Layer::feedForward)
                .mapToInt(part -> part instanceof FeedForward.Mixture mixture ? mixture.experts() : 0)
                .max()
                .orElse(0);
    }
}
