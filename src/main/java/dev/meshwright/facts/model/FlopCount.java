package dev.meshwright.facts.model;

/**
 * Floating-point operations of one token's forward pass by part; one multiply-add is 2. Norms, activations, biases and
 * the embedding look-up are left out, as is usual for model FLOP.
 *
 * @param mixerProjections matrices of attention and recurrences: 2 per weight
 * @param mixerCore scores and values, state updates: grows with the context
 * @param dense dense feed-forward parts
 * @param routedExperts the routed experts that a token uses
 * @param sharedExperts shared experts
 * @param routers routers and latent projections
 * @param head LM head: {@code 2*h*V} where logits are produced
 * @param prediction multi-token-prediction modules with a head each; 0 unless counted
 */
public record FlopCount(
        double mixerProjections,
        double mixerCore,
        double dense,
        double routedExperts,
        double sharedExperts,
        double routers,
        double head,
        double prediction) {

    /** How scores and values of a causal sequence are counted. */
    public enum AttentionCounting {
        /** The work there is: a token sees the positions before it. */
        CAUSAL_HALF,
        /** As if each token saw the whole sequence (or the whole window), as PaLM's appendix B counts. */
        FULL
    }

    /**
     * What is counted.
     *
     * @param attention causal attention whole or half
     * @param predictionPasses how often the multi-token-prediction modules run: 0 in inference, 1 in training, more where
     *     training repeats one module to predict further ahead (Nemotron 3 trains its one module with two passes)
     * @param vocabularyMultiple the vocabulary is padded to a multiple of this; 1 for no padding
     */
    public record Convention(AttentionCounting attention, int predictionPasses, int vocabularyMultiple) {

        /** Causal attention, no prediction modules, no padding. */
        public static final Convention INFERENCE = new Convention(AttentionCounting.CAUSAL_HALF, 0, 1);

        /** Causal attention and the prediction modules of the checkpoint, no padding. */
        public static final Convention TRAINING = new Convention(AttentionCounting.CAUSAL_HALF, 1, 1);

        /** The same with or without the prediction modules. */
        public Convention withPredictionLayers(boolean counted) {
            return withPredictionPasses(counted ? 1 : 0);
        }

        /** The same with the prediction modules run so many times. */
        public Convention withPredictionPasses(int passes) {
            return new Convention(attention, passes, vocabularyMultiple);
        }
    }

    /** FLOP of the backward pass relative to the forward pass: one product each for the input's and weight's gradient. */
    public static final double BACKWARD_PER_FORWARD = 2;

    /**
     * Mean per token of a causal sequence in which every position produces logits (training).
     *
     * @param sequence tokens of the sequence, S
     */
    public static FlopCount forwardOfSequence(Model model, long sequence, Convention convention) {
        boolean half = convention.attention() == AttentionCounting.CAUSAL_HALF;
        Core core = mixer -> half ? mixer.causalCoreFlopsPerToken(sequence) : mixer.coreFlopsPerToken(sequence, false);
        long padded = (long) Math.ceilDiv(model.vocabulary(), convention.vocabularyMultiple())
                * convention.vocabularyMultiple();
        double head = 2.0 * model.hidden() * padded;
        FlopCount sum = layers(model, core).plus(new FlopCount(0, 0, 0, 0, 0, 0, head, 0));
        return sum.plus(prediction(model, core, head, convention.predictionPasses()));
    }

    /**
     * Mean per token of a causal prompt in which only the last position produces logits (prefill).
     *
     * @param sequence tokens of the prompt, S
     */
    public static FlopCount prefill(Model model, long sequence) {
        double head = 2.0 * model.hidden() * model.vocabulary() / sequence;
        return layers(model, mixer -> mixer.causalCoreFlopsPerToken(sequence))
                .plus(new FlopCount(0, 0, 0, 0, 0, 0, head, 0));
    }

    /**
     * One generated token that sees {@code context} cached tokens.
     *
     * @param context tokens in the cache, S
     */
    public static FlopCount decode(Model model, double context) {
        double head = 2.0 * model.hidden() * model.vocabulary();
        return layers(model, mixer -> mixer.coreFlopsPerToken(context, true))
                .plus(new FlopCount(0, 0, 0, 0, 0, 0, head, 0));
    }

    /** Forward and backward pass per token: three times the forward pass. */
    public static double training(Model model, long sequence, Convention convention) {
        return (1 + BACKWARD_PER_FORWARD)
                * forwardOfSequence(model, sequence, convention).total();
    }

    /** Everything counted. */
    public double total() {
        return mixerProjections + mixerCore + dense + routedExperts + sharedExperts + routers + head + prediction;
    }

    private interface Core {
        double flopsPerToken(TokenMixer mixer);
    }

    private static FlopCount layers(Model model, Core core) {
        FlopCount sum = new FlopCount(0, 0, 0, 0, 0, 0, 0, 0);
        for (Layer layer : model.layers()) {
            sum = sum.plus(of(layer, model, core));
        }
        return sum;
    }

    private static FlopCount of(Layer layer, Model model, Core core) {
        int hidden = model.hidden();
        double projections = 0;
        for (Projection projection : layer.mixer().projections(hidden)) {
            projections += 2.0 * projection.parameters();
        }
        double scores = core.flopsPerToken(layer.mixer());
        return switch (layer.feedForward()) {
            case FeedForward.None none -> new FlopCount(projections, scores, 0, 0, 0, 0, 0, 0);
            case FeedForward.Dense dense -> {
                double network = 2.0 * FeedForward.networkParameters(hidden, dense.width(), dense.gated());
                yield new FlopCount(projections, scores, network, 0, 0, 0, 0, 0);
            }
            case FeedForward.Mixture mixture -> {
                double expert = 2.0
                        * FeedForward.networkParameters(mixture.expertInput(hidden), mixture.width(), mixture.gated());
                yield new FlopCount(
                        projections,
                        scores,
                        0,
                        mixture.expectedExpertsPerToken() * expert,
                        2.0 * mixture.sharedParameters(hidden),
                        2.0 * mixture.routerParameters(hidden),
                        0,
                        0);
            }
        };
    }

    /** The layers, a {@code 2h x h} projection and a head for each module and pass. */
    private static FlopCount prediction(Model model, Core core, double head, int passes) {
        double hidden = model.hidden();
        double sum = ParameterCount.predictionModules(model) * (4 * hidden * hidden + head);
        for (Layer layer : model.predictionLayers()) {
            sum += of(layer, model, core).total();
        }
        return new FlopCount(0, 0, 0, 0, 0, 0, 0, passes * sum);
    }

    private FlopCount plus(FlopCount other) {
        return new FlopCount(
                mixerProjections + other.mixerProjections,
                mixerCore + other.mixerCore,
                dense + other.dense,
                routedExperts + other.routedExperts,
                sharedExperts + other.sharedExperts,
                routers + other.routers,
                head + other.head,
                prediction + other.prediction);
    }
}
