package dev.meshwright.facts.model;

/**
 * Weights of a model by part, all exact from the architecture.
 *
 * @param embedding token embedding ({@code V*h}) and learned positions
 * @param tables embeddings of n-grams or layers beside it, of which a token looks up single rows
 * @param head LM head: {@code V*h}, 0 where it is the embedding
 * @param mixers attention and recurrences: matrices, biases, norms inside
 * @param dense dense feed-forward parts
 * @param routedExperts all routed experts
 * @param activeRoutedExperts the routed experts that one token uses
 * @param sharedExperts shared experts and their gates
 * @param routers routers and latent projections
 * @param norms norms between the parts, the last norm and hyper-connections
 * @param prediction multi-token-prediction modules: their layers, the projection from two hidden states to one and norms;
 *     embedding and head are the model's own
 * @param idleMixers the weights among the mixers' that one token does not use
 */
public record ParameterCount(
        long embedding,
        long tables,
        long head,
        long mixers,
        long dense,
        long routedExperts,
        long activeRoutedExperts,
        long sharedExperts,
        long routers,
        long norms,
        long prediction,
        long idleMixers) {

    /** Counts a model. */
    public static ParameterCount of(Model model) {
        int hidden = model.hidden();
        long matrix = (long) model.vocabulary() * hidden;
        long embedding = matrix + (long) model.learnedPositions() * hidden;
        ParameterCount sum = new ParameterCount(
                embedding,
                model.tableParameters(),
                model.tiedEmbeddings() ? 0 : matrix,
                0,
                0,
                0,
                0,
                0,
                0,
                hidden,
                prediction(model),
                0);
        for (Layer layer : model.layers()) {
            sum = sum.plus(of(layer, model));
        }
        return sum;
    }

    /** Counts one layer of a model. */
    public static ParameterCount of(Layer layer, Model model) {
        int hidden = model.hidden();
        long mixer = layer.mixer().parameters(hidden);
        long idle = layer.mixer().idleParameters(hidden);
        long norms = layer.normParameters(hidden) / hidden * (hidden + model.hyperConnectionParameters());
        return switch (layer.feedForward()) {
            case FeedForward.None none -> new ParameterCount(0, 0, 0, mixer, 0, 0, 0, 0, 0, norms, 0, idle);
            case FeedForward.Dense dense ->
                new ParameterCount(0, 0, 0, mixer, dense.parameters(hidden), 0, 0, 0, 0, norms, 0, idle);
            case FeedForward.Mixture mixture -> {
                long expert = mixture.parametersPerExpert(hidden);
                yield new ParameterCount(
                        0,
                        0,
                        0,
                        mixer,
                        0,
                        mixture.experts() * expert + mixture.otherParameters(hidden),
                        Math.round(mixture.expectedExpertsPerToken() * expert),
                        mixture.sharedParameters(hidden),
                        mixture.routerParameters(hidden),
                        norms,
                        0,
                        idle);
            }
        };
    }

    /** Layers, one {@code 2h x h} projection and three norms for each mixer that starts a module. */
    private static long prediction(Model model) {
        long hidden = model.hidden();
        long sum = predictionModules(model) * (2 * hidden * hidden + 3 * hidden);
        for (Layer layer : model.predictionLayers()) {
            sum += of(layer, model).total();
        }
        return sum;
    }

    /**
     * Multi-token-prediction modules: a module is a block, which hybrid models write as two layers, one with the mixer
     * and one with the feed-forward part.
     */
    static int predictionModules(Model model) {
        int modules = 0;
        for (Layer layer : model.predictionLayers()) {
            modules += layer.mixer() instanceof TokenMixer.None ? 0 : 1;
        }
        return modules;
    }

    private ParameterCount plus(ParameterCount other) {
        return new ParameterCount(
                embedding + other.embedding,
                tables + other.tables,
                head + other.head,
                mixers + other.mixers,
                dense + other.dense,
                routedExperts + other.routedExperts,
                activeRoutedExperts + other.activeRoutedExperts,
                sharedExperts + other.sharedExperts,
                routers + other.routers,
                norms + other.norms,
                prediction + other.prediction,
                idleMixers + other.idleMixers);
    }

    private long outsideExperts() {
        return embedding + head + mixers + dense + sharedExperts + routers + norms;
    }

    /** All weights of an ordinary forward pass, as model names quote them (without multi-token prediction). */
    public long total() {
        return outsideExperts() + tables + routedExperts;
    }

    /** Weights that one token uses, embedding and head included, further tables not. */
    public long active() {
        return outsideExperts() - idleMixers + activeRoutedExperts;
    }

    /** Active weights without the embedding matrix, which is looked up, not multiplied; the head stays. */
    public long activeWithoutEmbedding() {
        // A tied matrix is multiplied as the head.
        return active() - (head == 0 ? 0 : embedding);
    }

    /** All weights of the checkpoint, multi-token-prediction modules included. */
    public long totalWithPrediction() {
        return total() + prediction;
    }
}
