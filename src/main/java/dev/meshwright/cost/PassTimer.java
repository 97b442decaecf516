package dev.meshwright.cost;

import dev.meshwright.cost.compute.ExpertPopularity;
import dev.meshwright.cost.compute.Pass;
import dev.meshwright.cost.compute.RankLoad;
import dev.meshwright.cost.compute.RoutedExperts;
import dev.meshwright.cost.tally.Component;
import dev.meshwright.cost.tally.Component.Kind;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.model.FeedForward.Mixture;
import dev.meshwright.model.Model;
import dev.meshwright.model.Precision;
import dev.meshwright.problem.Problem;
import dev.meshwright.workload.ExpertLoad;
import java.util.Arrays;

/**
 * Seconds of one micro-batch in one layer or at one end of the model, forward only or forward and backward, with what
 * can hide behind computation hidden.
 *
 * <p>Training runs every product three times (forward, and two in the backward pass), four with full recomputation; the
 * attention core's backward pass takes 2.5 times its forward pass, because it recomputes the scores (FlashAttention-2,
 * arXiv 2307.08691, section 4.1). Every message travels twice, three times with full recomputation.
 *
 * <p>Overlap: with two or more micro-batches per stage, expert dispatch and combine of one run beside the computation of
 * another (two-batch overlap in inference; DualPipe or Megatron-Core's merged forward and backward in training). Up to
 * {@code overlap} of the computation's time can hide messages, and what is hidden still costs the multiprocessors that
 * the communication kernels take.
 */
final class PassTimer {

    /**
     * Share of a layer's computation behind which expert traffic of another micro-batch can hide when two are in flight
     * per stage. A guess: DeepSeek's and SGLang's two-batch overlap hide most of it, and communication takes SMs.
     */
    static final double TWO_BATCH_OVERLAP = 0.8;

    /** Multiprocessors that dispatch and combine keep busy: 20 of an H800's 132 (DeepSeek-V3 report, section 3.2.2). */
    static final double OVERLAP_MULTIPROCESSORS = 20.0 / 132;

    /** Backward passes of the attention core beyond the two of a product. */
    private static final double EXTRA_ATTENTION_BACKWARD = 0.5;

    private final Model model;
    private final ModelKinds kinds;
    private final double[] overheads;
    private final double assumedOverlap;
    private final ExpertPopularity popularity;

    PassTimer(Problem problem, ModelKinds kinds, EngineProfile engine) {
        this.model = problem.model();
        this.kinds = kinds;
        this.overheads = Arrays.stream(kinds.all())
                .mapToDouble(layer -> engine.layerSeconds(layer, problem.model()))
                .toArray();
        this.popularity =
                problem.expertLoad() instanceof ExpertLoad.Uniform ? engine.popularity() : ExpertPopularity.GIVEN;
        this.assumedOverlap = problem.assumptions().overlap().orElse(Double.NaN);
    }

    /** The routed experts of a layer kind; only for kinds that route. */
    RoutedExperts routed(int kind, Pass pass, Degrees degrees) {
        Mixture mixture = java.util.Objects.requireNonNull(kinds.mixture(kind));
        return RoutedExperts.of(
                mixture,
                model.hidden(),
                degrees,
                pass.tokens(),
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
        if (!pass.besideDecode()) {
            tally.overhead(Component.LAYER_OVERHEAD, overheads[kind] * site.gapFactor());
        }
    }

    /** Books the embedding look-up: one read and one write of the hidden states. */
    void embedding(Site site, Pass pass, Tally tally) {
        double bytes = 2 * pass.tokens() * model.hidden() * 2;
        site.kernels(pass).elementWise(tally, Component.EMBEDDING, bytes, 1);
    }

    /** Books the LM head, vocabulary-parallel, for the positions that need logits. */
    void head(Site site, Pass pass, Degrees degrees, Tally tally) {
        Precision weights = model.precisions().embedding();
        site.kernels(pass)
                .product(
                        tally,
                        Component.LM_HEAD,
                        pass.logits(),
                        (double) model.vocabulary() / degrees.tensor(),
                        model.hidden(),
                        weights,
                        1);
    }

    /** Books the hand-over of a micro-batch's hidden states to the next stage; each tensor rank sends its part. */
    void hop(Site site, Pass pass, Degrees degrees, boolean onIsland, Tally tally) {
        double bytes =
                pass.tokens() * model.hidden() * model.precisions().activation().bytesPerElement();
        site.links().hop(tally, bytes / degrees.tensor(), onIsland);
    }

    /** Seconds of what a tally holds, forward only or with backward, exposed traffic only. */
    double exposedSeconds(Tally forward, Pass pass, Degrees degrees) {
        return computeSeconds(forward, pass, degrees) + exposedMessageSeconds(forward, pass, degrees);
    }

    /** Seconds of kernels and overheads of a tally, forward only or with backward. */
    double computeSeconds(Tally forward, Pass pass, Degrees degrees) {
        double factor = computeFactor(pass, degrees);
        return factor * forward.seconds(Kind.OVERHEAD) + kernelSeconds(forward, pass, factor);
    }

    /** Seconds of the kernels of a tally that run {@code factor} times, with the attention core's dearer backward pass. */
    static double kernelSeconds(Tally forward, Pass pass, double factor) {
        double backward = pass.kind() == Pass.Kind.TRAINING ? EXTRA_ATTENTION_BACKWARD : 0;
        return factor * forward.seconds(Kind.COMPUTE) + backward * forward.seconds(Component.ATTENTION_CORE);
    }

    /** Seconds of messages of a tally that nothing hides, and the computing time that the hidden ones cost. */
    double exposedMessageSeconds(Tally forward, Pass pass, Degrees degrees) {
        double factor = messageFactor(pass, degrees);
        double exchange = factor * (forward.seconds(Component.DISPATCH) + forward.seconds(Component.COMBINE));
        double canHide = overlap(degrees) * computeSeconds(forward, pass, degrees);
        double hidden = Math.min(exchange, canHide);
        return factor * forward.seconds(Kind.COMMUNICATION) - hidden * (1 - OVERLAP_MULTIPROCESSORS);
    }

    /** How often computation runs for one forward pass: 1 in inference, 3 or 4 in training. */
    static double computeFactor(Pass pass, Degrees degrees) {
        if (pass.kind() != Pass.Kind.TRAINING) {
            return 1;
        }
        return degrees.recomputation() == Recomputation.FULL ? 4 : 3;
    }

    /** How often messages travel for one forward pass: 1 in inference, 2 or 3 in training. */
    static double messageFactor(Pass pass, Degrees degrees) {
        if (pass.kind() != Pass.Kind.TRAINING) {
            return 1;
        }
        return degrees.recomputation() == Recomputation.FULL ? 3 : 2;
    }

    private double overlap(Degrees degrees) {
        if (degrees.microBatches() < 2 * degrees.pipeline()) {
            return 0;
        }
        return Double.isNaN(assumedOverlap) ? TWO_BATCH_OVERLAP : assumedOverlap;
    }
}
