package dev.meshwright.cost;

import dev.meshwright.cost.compute.ExpertPopularity;
import dev.meshwright.cost.compute.Pass;
import dev.meshwright.cost.compute.RankLoad;
import dev.meshwright.cost.compute.RoutedExperts;
import dev.meshwright.cost.compute.TrainingWork;
import dev.meshwright.cost.memory.LayerWeights;
import dev.meshwright.cost.memory.MemoryModel;
import dev.meshwright.cost.tally.Component;
import dev.meshwright.cost.tally.Component.Kind;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.model.FeedForward.Mixture;
import dev.meshwright.model.Layer;
import dev.meshwright.model.Model;
import dev.meshwright.model.Precision;
import dev.meshwright.model.Projection;
import dev.meshwright.problem.Problem;
import dev.meshwright.workload.ExpertLoad;
import dev.meshwright.workload.Workload.Training;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seconds of one micro-batch in one layer or at one end of the model, forward only or forward and backward, with what
 * can hide behind computation hidden.
 *
 * <p>A tally holds the forward pass; {@link TrainingPasses} says what forward and backward take together.
 *
 * <p>Hidden messages: expert dispatch and combine of one micro-batch beside the computation of another (two-batch overlap
 * in inference with two or more micro-batches per stage; DualPipe or Megatron-Core's merged forward and backward in
 * training), sharded weights one layer ahead, keys and values behind the attention core. What hidden exchanges still cost
 * are the multiprocessors that the communication kernels take. In training the host launches kernels while the GPU works:
 * only what it takes longer than the GPU is lost,
 * and the time that dropless routing waits for token counts.
 */
final class PassTimer {

    /**
     * Share of a layer's computation behind which expert traffic of another micro-batch can hide when two are in flight
     * per stage. A guess: DeepSeek's and SGLang's two-batch overlap hide most of it, and communication takes SMs.
     */
    static final double TWO_BATCH_OVERLAP = 0.8;

    /** Multiprocessors that dispatch and combine keep busy: 20 of an H800's 132 (DeepSeek-V3 report, section 3.2.2). */
    static final double OVERLAP_MULTIPROCESSORS = 20.0 / 132;

    private static final double[] ONCE = new double[Component.COUNT];

    static {
        Arrays.fill(ONCE, 1);
    }

    private final Model model;
    private final ModelKinds kinds;
    private final MemoryModel memory;
    private final @Nullable TrainingWork training;
    private final @Nullable TrainingPasses trainingPasses;
    private final boolean shardedWeights;
    private final double[] overheads;
    private final double[] launches;
    private final EngineProfile engine;
    private final double assumedOverlap;
    private final List<Layer> predictionLayers;
    private final List<List<Projection>> predictionProjections;
    private final ExpertPopularity popularity;

    PassTimer(
            Problem problem,
            ModelKinds kinds,
            EngineProfile engine,
            MemoryModel memory,
            @Nullable TrainingWork training) {
        this.model = problem.model();
        this.kinds = kinds;
        this.memory = memory;
        this.training = training;
        this.trainingPasses = training == null ? null : new TrainingPasses(training.constants(), training.recipe());
        this.shardedWeights = problem.workload() instanceof Training work && work.zeroStage() >= 3;
        this.engine = engine;
        this.launches = Arrays.stream(kinds.all())
                .mapToDouble(layer -> engine.launchSeconds(layer, problem.model()))
                .toArray();
        this.overheads = Arrays.stream(kinds.all())
                .mapToDouble(layer -> engine.layerSeconds(layer, problem.model()))
                .toArray();
        this.popularity =
                problem.expertLoad() instanceof ExpertLoad.Unmeasured ? engine.popularity() : ExpertPopularity.GIVEN;
        this.assumedOverlap = problem.assumptions().overlap().orElse(Double.NaN);
        boolean predicts = problem.workload() instanceof Training work && work.trainPredictionLayers();
        this.predictionLayers = predicts ? model.predictionLayers() : List.of();
        this.predictionProjections = predictionLayers.stream()
                .map(layer -> List.copyOf(layer.mixer().projections(model.hidden())))
                .toList();
    }

    /** The routed experts of a layer kind; only for kinds that route. */
    RoutedExperts routed(int kind, Pass pass, Degrees degrees) {
        return routed(java.util.Objects.requireNonNull(kinds.mixture(kind)), pass, degrees);
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
    void forward(Site site, int kind, Pass pass, Degrees degrees, RankLoad load, Span span, Tally tally) {
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
        if (training == null) {
            tally.overhead(Component.LAYER_OVERHEAD, overheads[kind] * site.gapFactor());
            if (engine.launches(pass)) {
                tally.overhead(
                        Component.LAUNCH_WAIT, Math.max(0, launches[kind] - exposedSeconds(tally, pass, degrees)));
            }
        } else {
            Layer layer = kinds.layer(kind);
            LayerWeights weights = memory.weights(kind);
            boolean narrow = model.precisions().attention().bitsPerElement() <= 8;
            training.addGradientSums(
                    site.kernels(pass),
                    weights.denseParametersPerGpu(degrees.tensor()),
                    weights.expertParametersPerGpu(degrees),
                    tally);
            tally.overhead(Component.LAYER_OVERHEAD, training.hostSeconds(layer, degrees.slotsPerRank(), narrow));
            tally.overhead(Component.ROUTING_WAIT, training.waitSeconds(layer));
        }
    }

    /** Books the embedding look-up: one read and one write of the hidden states. */
    void embedding(Site site, Pass pass, Tally tally) {
        double bytes = 2 * pass.tokens() * model.hidden() * 2;
        site.kernels(pass).elementWise(tally, Component.EMBEDDING, bytes, 1);
    }

    /**
     * Books the LM head, vocabulary-parallel, for the positions that need logits, and in training the cross-entropy and the
     * multi-token-prediction modules: their layers, a product from two hidden states to one, and a head each.
     */
    void head(Site site, Pass pass, Degrees degrees, Span span, Tally tally) {
        logits(site, pass, degrees, tally);
        if (predictionLayers.isEmpty()) {
            return;
        }
        for (int number = 0; number < predictionLayers.size(); number++) {
            Layer layer = predictionLayers.get(number);
            RankLoad load = layer.feedForward() instanceof Mixture mixture
                    ? routed(mixture, pass, degrees)
                            .balanced(site.kernels(pass), degrees.expert(), degrees.slotsPerRank())
                    : new RankLoad(0, 0, 0);
            site.layerPass(pass)
                    .add(
                            layer,
                            predictionProjections.get(number),
                            pass,
                            degrees,
                            load,
                            span.experts(),
                            span.tensorIslands(),
                            tally);
        }
        site.kernels(pass)
                .product(
                        tally,
                        Component.LM_HEAD,
                        pass.tokens(),
                        (double) model.hidden() / degrees.tensor(),
                        2.0 * model.hidden(),
                        model.precisions().dense(),
                        1);
        logits(site, pass, degrees, tally);
    }

    private void logits(Site site, Pass pass, Degrees degrees, Tally tally) {
        Precision weights = model.precisions().embedding();
        double columns = (double) model.vocabulary() / degrees.tensor();
        site.kernels(pass).product(tally, Component.LM_HEAD, pass.logits(), columns, model.hidden(), weights, 1);
        if (training != null) {
            training.addCrossEntropy(site.kernels(pass), pass.logits(), columns, tally);
        }
    }

    /** Books the hand-over of a micro-batch's hidden states to the next stage; each tensor rank sends its part. */
    void hop(Site site, Pass pass, Degrees degrees, boolean onIsland, Tally tally) {
        double bytes =
                pass.tokens() * model.hidden() * model.precisions().activation().bytesPerElement();
        site.links().hop(tally, bytes / degrees.tensor(), onIsland);
    }

    /** Seconds of what a tally holds, forward only or with backward, exposed traffic only. */
    double exposedSeconds(Tally forward, Pass pass, Degrees degrees) {
        double busy = busySeconds(forward, pass, degrees);
        return busy + overheadBeyond(busy, forward, pass, degrees);
    }

    private double busySeconds(Tally forward, Pass pass, Degrees degrees) {
        double kernels = kernelSeconds(forward, pass, degrees);
        return kernels + exposedMessageSeconds(kernels, forward, pass, degrees);
    }

    /** Seconds of the kernels of a tally, forward only or with backward. */
    double kernelSeconds(Tally forward, Pass pass, Degrees degrees) {
        return forward.seconds(Kind.COMPUTE, passes(pass, degrees.recomputation()));
    }

    /** The same if nothing were recomputed. */
    double usefulKernelSeconds(Tally forward, Pass pass) {
        return forward.seconds(Kind.COMPUTE, passes(pass, Recomputation.NONE));
    }

    /** Seconds of overheads that nothing hides: all of them in inference, what outlasts the GPU in training. */
    double overheadSeconds(Tally forward, Pass pass, Degrees degrees) {
        return overheadBeyond(busySeconds(forward, pass, degrees), forward, pass, degrees);
    }

    private double overheadBeyond(double busy, Tally forward, Pass pass, Degrees degrees) {
        double[] passes = passes(pass, degrees.recomputation());
        if (pass.kind() != Pass.Kind.TRAINING) {
            return forward.seconds(Kind.OVERHEAD, passes);
        }
        double launches = seconds(forward, Component.LAYER_OVERHEAD, passes);
        return seconds(forward, Component.ROUTING_WAIT, passes)
                + (training == null ? 0 : training.beside(busy, launches) - busy);
    }

    /** Seconds of messages of a tally that nothing hides, and the computing time that the hidden ones cost. */
    double exposedMessageSeconds(Tally forward, Pass pass, Degrees degrees) {
        return exposedMessageSeconds(kernelSeconds(forward, pass, degrees), forward, pass, degrees);
    }

    private double exposedMessageSeconds(double kernels, Tally forward, Pass pass, Degrees degrees) {
        double[] passes = passes(pass, degrees.recomputation());
        double messages = forward.seconds(Kind.COMMUNICATION, passes);
        double exchange = seconds(forward, Component.DISPATCH, passes) + seconds(forward, Component.COMBINE, passes);
        double hidden = Math.min(exchange, overlap(degrees) * kernels) * (1 - OVERLAP_MULTIPROCESSORS);
        if (training != null) {
            hidden += training.tensorOverlap()
                    * (seconds(forward, Component.ATTENTION_ALL_REDUCE, passes)
                            + seconds(forward, Component.FEED_FORWARD_ALL_REDUCE, passes));
            hidden += Math.min(
                    seconds(forward, Component.CONTEXT_EXCHANGE, passes),
                    seconds(forward, Component.ATTENTION_CORE, passes));
            hidden += Math.min(seconds(forward, Component.WEIGHT_GATHER, passes), training.weightOverlap() * kernels);
        }
        return messages - hidden;
    }

    private static double seconds(Tally forward, Component component, double[] passes) {
        return passes[component.ordinal()] * forward.seconds(component);
    }

    /** How often a component runs for one forward pass, in units of it: 1 in inference. */
    double passes(Component component, Pass pass, Degrees degrees) {
        return passes(pass, degrees.recomputation())[component.ordinal()];
    }

    private double[] passes(Pass pass, Recomputation recomputation) {
        return pass.kind() == Pass.Kind.TRAINING && trainingPasses != null ? trainingPasses.of(recomputation) : ONCE;
    }

    private double overlap(Degrees degrees) {
        if (training != null) {
            double share = Double.isNaN(assumedOverlap) ? training.expertOverlap() : assumedOverlap;
            // The first forward and the last backward pass find nothing to run beside.
            return share * (degrees.microBatches() - 1) / degrees.microBatches();
        }
        if (degrees.microBatches() < 2 * degrees.pipeline()) {
            return 0;
        }
        return Double.isNaN(assumedOverlap) ? TWO_BATCH_OVERLAP : assumedOverlap;
    }
}
