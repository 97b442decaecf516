package dev.meshwright.cost.pass;

import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Component.Kind;
import dev.meshwright.cost.layer.InferenceEngine;
import dev.meshwright.cost.layer.ModelRuntime;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.layer.TrainingFramework;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.cost.training.TrainingPasses;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.Arrays;
import java.util.function.Function;

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
 * only what it takes longer than the GPU is lost, and the time that dropless routing waits for token counts.
 */
public final class ExposedTime {

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

    private final ModelRuntime runtime;
    private final Function<Recomputation, double[]> passes;
    private final double assumedOverlap;

    /** @param runtime what runs the model */
    ExposedTime(Assumptions assumptions, ModelRuntime runtime) {
        this.runtime = runtime;
        this.passes = switch (runtime) {
            case InferenceEngine inference -> recomputation -> ONCE;
            case TrainingFramework training -> new TrainingPasses(training.constants(), training.recipe())::of;
        };
        this.assumedOverlap = assumptions.overlap().orElse(Double.NaN);
    }

    /** Seconds of what a tally holds, forward only or with backward, exposed traffic only. */
    public double seconds(Tally forward, Pass pass, Degrees degrees) {
        double busy = busySeconds(forward, pass, degrees);
        return busy + overheadBeyond(busy, forward, pass, degrees);
    }

    private double busySeconds(Tally forward, Pass pass, Degrees degrees) {
        double kernels = kernelSeconds(forward, pass, degrees);
        return kernels + messageSeconds(kernels, forward, pass, degrees);
    }

    /** Seconds of the kernels of a tally, forward only or with backward. */
    public double kernelSeconds(Tally forward, Pass pass, Degrees degrees) {
        return forward.seconds(Kind.COMPUTE, passes(pass, degrees.recomputation()));
    }

    /** The same if nothing were recomputed. */
    public double usefulKernelSeconds(Tally forward, Pass pass) {
        return forward.seconds(Kind.COMPUTE, passes(pass, Recomputation.NONE));
    }

    /** Seconds of overheads that nothing hides: all of them in inference, what outlasts the GPU in training. */
    public double overheadSeconds(Tally forward, Pass pass, Degrees degrees) {
        return overheadBeyond(busySeconds(forward, pass, degrees), forward, pass, degrees);
    }

    private double overheadBeyond(double busy, Tally forward, Pass pass, Degrees degrees) {
        double[] passes = passes(pass, degrees.recomputation());
        if (pass.kind() != Pass.Kind.TRAINING) {
            return forward.seconds(Kind.OVERHEAD, passes);
        }
        double launches = of(forward, Component.LAYER_OVERHEAD, passes);
        double beyond =
                switch (runtime) {
                    case InferenceEngine inference -> 0;
                    case TrainingFramework training -> training.host().beside(busy, launches) - busy;
                };
        return of(forward, Component.ROUTING_WAIT, passes) + beyond;
    }

    /** Seconds of messages of a tally that nothing hides, and the computing time that the hidden ones cost. */
    public double messageSeconds(Tally forward, Pass pass, Degrees degrees) {
        return messageSeconds(kernelSeconds(forward, pass, degrees), forward, pass, degrees);
    }

    private double messageSeconds(double kernels, Tally forward, Pass pass, Degrees degrees) {
        double[] passes = passes(pass, degrees.recomputation());
        double messages = forward.seconds(Kind.COMMUNICATION, passes);
        double exchange = of(forward, Component.DISPATCH, passes) + of(forward, Component.COMBINE, passes);
        double hidden = Math.min(exchange, overlap(degrees) * kernels) * (1 - OVERLAP_MULTIPROCESSORS);
        switch (runtime) {
            case InferenceEngine inference -> hidden += inference.fusedSums() ? inProducts(forward, passes) : 0;
            case TrainingFramework training -> {
                hidden += training.overlap().tensor()
                        * (of(forward, Component.ATTENTION_ALL_REDUCE, passes)
                                + of(forward, Component.FEED_FORWARD_ALL_REDUCE, passes));
                hidden += Math.min(
                        of(forward, Component.CONTEXT_EXCHANGE, passes), of(forward, Component.ATTENTION_CORE, passes));
                hidden += Math.min(
                        of(forward, Component.WEIGHT_GATHER, passes),
                        training.overlap().weights() * kernels);
            }
        }
        return messages - hidden;
    }

    /** Of each all-reduce what the product before it outlasts; over layers that differ a little more. */
    private static double inProducts(Tally forward, double[] passes) {
        return Math.min(
                        of(forward, Component.ATTENTION_ALL_REDUCE, passes),
                        of(forward, Component.ATTENTION_OUTPUT, passes))
                + Math.min(
                        of(forward, Component.FEED_FORWARD_ALL_REDUCE, passes),
                        of(forward, Component.DENSE_OUT, passes));
    }

    private static double of(Tally forward, Component component, double[] passes) {
        return passes[component.ordinal()] * forward.seconds(component);
    }

    /** How often a component runs for one forward pass, in units of it: 1 in inference. */
    public double passes(Component component, Pass pass, Degrees degrees) {
        return passes(pass, degrees.recomputation())[component.ordinal()];
    }

    private double[] passes(Pass pass, Recomputation recomputation) {
        return pass.kind() == Pass.Kind.TRAINING ? passes.apply(recomputation) : ONCE;
    }

    private double overlap(Degrees degrees) {
        return switch (runtime) {
            case InferenceEngine inference -> {
                double share = Double.isNaN(assumedOverlap) ? TWO_BATCH_OVERLAP : assumedOverlap;
                yield degrees.microBatches() < 2 * degrees.pipeline() ? 0 : share;
            }
            case TrainingFramework training -> {
                double share = Double.isNaN(assumedOverlap) ? training.overlap().experts() : assumedOverlap;
                yield share * (1 - alone(degrees));
            }
        };
    }

    /**
     * Share of a stage's passes that find no other micro-batch's to run beside, on average over p stages of v chunks: those
     * that fill the pipeline before the first backward pass and empty it after the last forward pass. Stage r of Megatron's
     * schedules fills with p - 1 - r of m passes, with chunks with 2 (p - 1 - r) + (v - 1) p of m v, and with one more to
     * merge.
     */
    private static double alone(Degrees degrees) {
        int stages = degrees.pipeline();
        int chunks = degrees.virtualStages();
        double filling = chunks > 1 ? stages - 1 + (chunks - 1.0) * stages : (stages - 1) / 2.0;
        return Math.min(1, (1 + filling) / ((double) degrees.microBatches() * chunks));
    }
}
