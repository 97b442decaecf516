package dev.meshwright.cost.pass;

import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.layer.ExpertPopularity;
import dev.meshwright.cost.layer.InferenceEngine;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.layer.ModelRuntime;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.layer.RankLoad;
import dev.meshwright.cost.layer.RoutedExperts;
import dev.meshwright.cost.layer.TrainingFramework;
import dev.meshwright.cost.memory.LayerWeights;
import dev.meshwright.cost.memory.MemoryModel;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.cost.training.WeightGather;
import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Projection;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Books one micro-batch's forward pass through one layer or one end of the model; {@link ExposedTime} says what of it, and
 * of the backward pass in training, takes time.
 */
public final class PassTimer {

    private final Model model;
    private final ModelKinds kinds;
    private final MemoryModel memory;
    private final ModelRuntime runtime;
    private final ExposedTime exposed;
    private final boolean shardedWeights;
    private final double[] overheads;
    private final double[] launches;
    private final EngineProfile engine;
    private final List<Layer> predictionLayers;
    private final List<List<Projection>> predictionProjections;
    private final ExpertPopularity popularity;

    PassTimer(
            Problem problem,
            ModelKinds kinds,
            EngineProfile engine,
            MemoryModel memory,
            ExposedTime exposed,
            ModelRuntime runtime) {
        this.model = problem.model();
        this.kinds = kinds;
        this.memory = memory;
        this.runtime = runtime;
        this.exposed = exposed;
        this.shardedWeights = problem.workload() instanceof Training work && work.zeroStage() >= 3;
        this.engine = engine;
        this.launches =
                Arrays.stream(kinds.all()).mapToDouble(engine::launchSeconds).toArray();
        this.overheads =
                Arrays.stream(kinds.all()).mapToDouble(engine::layerSeconds).toArray();
        this.popularity =
                problem.expertLoad() instanceof ExpertLoad.Unmeasured ? engine.popularity() : ExpertPopularity.GIVEN;
        boolean predicts = problem.workload() instanceof Training work
                ? work.trainPredictionLayers()
                : engine.speculation()
                        .filter(guesses -> guesses.method() == Speculation.Method.MTP)
                        .isPresent();
        this.predictionLayers = predicts ? model.predictionLayers() : List.of();
        this.predictionProjections = predictionLayers.stream()
                .map(layer -> List.copyOf(layer.mixer().projections(model.hidden())))
                .toList();
    }

    /** The routed experts of a layer kind; only for kinds that route. */
    public RoutedExperts routed(int kind, Pass pass, Degrees degrees) {
        return routed(Objects.requireNonNull(kinds.mixture(kind)), pass, degrees);
    }

    private RoutedExperts routed(Mixture mixture, Pass pass, Degrees degrees) {
        return RoutedExperts.of(
                mixture,
                model.hidden(),
                degrees,
                pass.meanTokens(),
                model.precisions().experts(),
                popularity);
    }

    /** Books one forward pass of a micro-batch through a layer of {@code kind}. */
    public void forward(Site site, int kind, Pass pass, Degrees degrees, RankLoad load, Span span, Tally tally) {
        site.layerPass(pass)
                .add(
                        kinds.layer(kind),
                        kinds.projections(kind),
                        pass,
                        degrees,
                        load,
                        span.experts(),
                        span.tensorIslands(),
                        tally);
        if (shardedWeights) {
            WeightGather.add(site, memory.weights(kind), degrees, tally);
        }
        switch (runtime) {
            case InferenceEngine inference -> {
                tally.overhead(Component.LAYER_OVERHEAD, overheads[kind] * site.gapFactor());
                if (engine.launches(pass)) {
                    tally.overhead(
                            Component.LAUNCH_WAIT, Math.max(0, launches[kind] - exposed.seconds(tally, pass, degrees)));
                }
            }
            case TrainingFramework training -> {
                Layer layer = kinds.layer(kind);
                LayerWeights weights = memory.weights(kind);
                boolean narrow = model.precisions().attention().bitsPerElement() <= 8;
                training.addGradientSums(
                        site.kernels(pass),
                        weights.denseParametersPerGpu(degrees.tensor()),
                        weights.expertParametersPerGpu(degrees),
                        tally);
                tally.overhead(
                        Component.LAYER_OVERHEAD, training.host().seconds(layer, degrees.slotsPerRank(), narrow));
                tally.overhead(Component.ROUTING_WAIT, training.host().waitSeconds(layer));
            }
        }
    }

    /** Books the embedding look-up: one read and one write of the hidden states. */
    public void embedding(Site site, Pass pass, Tally tally) {
        double bytes = 2 * pass.tokens() * model.hidden() * 2;
        site.kernels(pass).elementWise(tally, Component.EMBEDDING, bytes, 1);
    }

    /**
     * Books the LM head, vocabulary-parallel, for the positions that need logits, in training the cross-entropy and the
     * multi-token-prediction modules, and in inference the passes that guess tokens.
     */
    public void head(Site site, Pass pass, Degrees degrees, Span span, Tally tally) {
        logits(site, pass, degrees, tally);
        prediction(site, pass, degrees, span, tally);
    }

    /**
     * Books the multi-token-prediction modules alone, where they are trained, and what guesses tokens: their layers, a product from two
     * hidden states to one, and a head each.
     */
    public void prediction(Site site, Pass pass, Degrees degrees, Span span, Tally tally) {
        switch (runtime) {
            case TrainingFramework training -> {
                if (!predictionLayers.isEmpty()) {
                    predictionLayers.forEach(layer -> predict(site, layer, pass, degrees, span, tally));
                    joined(site, pass, degrees, tally);
                    logits(site, pass, degrees, tally);
                }
            }
            case InferenceEngine inference ->
                engine.speculation().ifPresent(guesses -> guesses(site, guesses, pass, degrees, span, tally));
        }
    }

    /** Whether passes guess tokens. */
    public boolean guesses() {
        return engine.speculation().isPresent();
    }

    /**
     * Books the passes that guess k tokens. The first goes over all tokens of {@code pass}, prompts too, and fills the cache of what
     * guesses; k - 1 follow over the sequences that decode (vLLM {@code eagle.py}, SGLang {@code eagle_worker.py}), each over all branches
     * of a tree. One module runs again for each guess that there is no further one for. A block is one pass over as many tokens as are verified.
     */
    private void guesses(Site site, Speculation how, Pass pass, Degrees degrees, Span span, Tally tally) {
        guess(site, how, 0, pass, pass.ends(), degrees, span, tally);
        Pass next = pass.nextGuess(how.branches());
        for (int number = 1; number < how.passes() && next.sequences() > 0; number++) {
            guess(site, how, number, next, next.tokens(), degrees, span, tally);
        }
    }

    private void guess(
            Site site, Speculation how, int number, Pass pass, double logits, Degrees degrees, Span span, Tally tally) {
        switch (how.method()) {
            case MTP -> {
                Layer layer = predictionLayers.get(Math.min(number, predictionLayers.size() - 1));
                predict(site, layer, pass, degrees, span, tally);
                joined(site, pass, degrees, tally);
                logits(site, pass, logits, degrees, tally);
                tally.overhead(Component.LAYER_OVERHEAD, engine.layerSeconds(layer) * site.gapFactor());
            }
            case EAGLE, DRAFT_MODEL, DFLASH, DSPARK ->
                how.draft().ifPresent(draft -> draft(site, draft, pass, degrees, tally));
            case NGRAM -> {}
        }
    }

    /** A draft of which the weights and the cache are all that is known: products as large as its weights, a cache that is read. */
    private void draft(Site site, Speculation.Draft draft, Pass pass, Degrees degrees, Tally tally) {
        double columns = draft.parameters() / model.hidden() / degrees.tensor();
        site.kernels(pass)
                .product(tally, Component.DRAFT_MODEL, pass.tokens(), columns, model.hidden(), draft.weights(), 1);
        double seen = pass.cached() ? pass.sequences() * pass.context() : pass.tokens();
        double bytes = seen * draft.cacheBytesPerToken() / degrees.tensor();
        site.kernels(pass).elementWise(tally, Component.DRAFT_MODEL, bytes, 1);
    }

    private void predict(Site site, Layer layer, Pass pass, Degrees degrees, Span span, Tally tally) {
        RankLoad load = layer.feedForward() instanceof Mixture mixture
                ? routed(mixture, pass, degrees).balanced(site.kernels(pass), degrees.expert(), degrees.slotsPerRank())
                : new RankLoad(0, 0, 0);
        site.layerPass(pass)
                .add(
                        layer,
                        predictionProjections.get(predictionLayers.indexOf(layer)),
                        pass,
                        degrees,
                        load,
                        span.experts(),
                        span.tensorIslands(),
                        tally);
    }

    /** The product from two hidden states to one. */
    private void joined(Site site, Pass pass, Degrees degrees, Tally tally) {
        site.kernels(pass)
                .product(
                        tally,
                        Component.LM_HEAD,
                        pass.tokens(),
                        (double) model.hidden() / degrees.tensor(),
                        2.0 * model.hidden(),
                        model.precisions().dense(),
                        1);
    }

    /** Books the LM head without multi-token prediction. */
    public void logits(Site site, Pass pass, Degrees degrees, Tally tally) {
        logits(site, pass, pass.logits(), degrees, tally);
    }

    private void logits(Site site, Pass pass, double positions, Degrees degrees, Tally tally) {
        Precision weights = model.precisions().embedding();
        double columns = (double) model.vocabulary() / degrees.tensor();
        site.kernels(pass).product(tally, Component.LM_HEAD, positions, columns, model.hidden(), weights, 1);
        switch (runtime) {
            case InferenceEngine inference -> {}
            case TrainingFramework training -> training.addCrossEntropy(site.kernels(pass), positions, columns, tally);
        }
    }

    /** Books the hand-over of a micro-batch's hidden states to the next stage; each tensor rank sends its part. */
    public void hop(Site site, Pass pass, Degrees degrees, boolean onIsland, Tally tally) {
        double bytes =
                pass.tokens() * model.hidden() * model.precisions().activation().bytesPerElement();
        site.links().hop(tally, bytes / degrees.tensor(), onIsland);
    }
}
