package dev.meshwright.cost.exact;

import dev.meshwright.cost.evaluation.Evaluation.Efficiency;
import dev.meshwright.cost.evaluation.Evaluation.Loss;
import dev.meshwright.cost.evaluation.Evaluation.Loss.Kind;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.pass.ExposedTime;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.layout.Degrees;
import java.util.ArrayList;
import java.util.List;

/**
 * From the bound to what is achieved, one loss at a time. Times are seconds that the GPUs of a replica need for the same
 * tokens, each including one effect more than the one before:
 *
 * <pre>
 * t0  all FLOP at peak or all bytes at peak, whichever is longer     the bound
 * t1  every kernel at its own roofline                               memory stalls
 * t2  every kernel as measured                                       kernel inefficiency
 * t3  with recomputation                                             recomputation
 * t4  with launches, scheduling, optimizer                           overheads
 * t5  with the slowest expert rank instead of the mean               load imbalance
 * t6  with messages that nothing hides                               communication
 * t7  with unequal stages, fill and drain                            pipeline bubble
 * t8  with waiting requests                                          queueing
 * </pre>
 *
 * <p>Each loss is {@code 1 - t(i-1)/t(i)}, so the product of {@code 1 - loss} telescopes to {@code t0/t8}, the
 * efficiency. GPUs left out are a last factor. Where the author assumes an efficiency, the bound is taken at that
 * fraction of peak.
 */
final class EfficiencyChain {

    private final Degrees degrees;
    private final Assumptions assumptions;
    private final ExposedTime exposed;
    private final double[] seconds = new double[8];
    private double peakSeconds;
    private double byteSeconds;

    EfficiencyChain(Degrees degrees, Assumptions assumptions, ExposedTime exposed) {
        this.degrees = degrees;
        this.assumptions = assumptions;
        this.exposed = exposed;
    }

    /**
     * Adds a pass.
     *
     * @param replicas what it takes in every replica, of which the first counts
     * @param times how often it happens for the tokens in question, over the number of stages
     */
    void add(Pass pass, ReplicaTimes replicas, double times) {
        Traversal traversal = replicas.traversal();
        Tally tally = traversal.tally();
        boolean training = pass.kind() == Pass.Kind.TRAINING;
        double useful = training ? 3 : 1;
        double atPeak = useful / assumptions.computeEfficiency().orElse(1);
        double atBandwidth = useful / assumptions.memoryBandwidthEfficiency().orElse(1);
        peakSeconds += times * atPeak * tally.totalPeakSeconds();
        byteSeconds += times
                * atBandwidth
                * tally.totalMemoryBytes()
                / replicas.site().gpu().memoryBandwidth();
        // Imbalance is booked as kernel time of the slowest rank; the mean rank has less.
        double imbalance = traversal.imbalanceSeconds();
        double kernels = exposed.kernelSeconds(tally, pass, degrees) - imbalance;
        double usefulKernels = Math.min(kernels, exposed.usefulKernelSeconds(tally, pass) - imbalance);
        double roofline = Math.min(usefulKernels, atPeak * tally.totalRooflineSeconds());
        double overhead = traversal.overheadSeconds();
        seconds[1] += times * roofline;
        seconds[2] += times * usefulKernels;
        seconds[3] += times * kernels;
        seconds[4] += times * (kernels + overhead);
        seconds[5] += times * (kernels + overhead + imbalance);
        seconds[6] += times * (kernels + overhead + imbalance + traversal.exposedMessageSeconds());
    }

    /** Adds time per step that is neither kernel nor message. */
    void addOverhead(double overheadSeconds) {
        for (int i = 4; i <= 6; i++) {
            seconds[i] += overheadSeconds;
        }
    }

    /** Adds exposed messages per step. */
    void addMessages(double messageSeconds) {
        seconds[6] += messageSeconds;
    }

    /** What kernels, overheads and messages take that nothing hides, the pipeline's idle time apart. */
    double exposedSeconds() {
        return seconds[6];
    }

    /**
     * The chain as losses.
     *
     * @param tokens that the chain's times are for, of one replica
     * @param pipelineSeconds what they take with unequal stages, fill and drain
     * @param finalSeconds what they really take
     * @param achieved tokens per second of the system
     * @param cluster GPUs at hand
     */
    Efficiency losses(double tokens, double pipelineSeconds, double finalSeconds, double achieved, Cluster cluster) {
        boolean mixed = cluster.mixed();
        if (degrees.pipeline() == 1) {
            otherReplicas(pipelineSeconds - seconds[6], mixed);
        }
        seconds[7] = pipelineSeconds;
        boolean byCompute = peakSeconds >= byteSeconds;
        seconds[0] = Math.min(Math.max(peakSeconds, byteSeconds), seconds[1]);
        double used = Math.min(1, (double) degrees.gpus() / cluster.gpus());
        double bound = tokens / seconds[0] * degrees.replicas() / used;
        List<Loss> losses = new ArrayList<>();
        Kind[] kinds = {
            Kind.MEMORY_STALLS,
            Kind.KERNEL_INEFFICIENCY,
            Kind.RECOMPUTATION,
            Kind.OVERHEADS,
            Kind.LOAD_IMBALANCE,
            Kind.COMMUNICATION,
            Kind.PIPELINE_BUBBLE
        };
        for (int i = 0; i < kinds.length; i++) {
            add(losses, kinds[i], 1 - seconds[i] / seconds[i + 1]);
        }
        add(losses, Kind.QUEUEING, 1 - seconds[7] / finalSeconds);
        add(losses, Kind.IDLE_GPUS, 1 - used);
        return new Efficiency(bound, byCompute, achieved / bound, losses);
    }

    /**
     * One stage has no bubble: what the system takes beside the first replica is that the others are slower, by their
     * kernels where GPUs differ, by their messages where only the islands do that they lie on.
     */
    private void otherReplicas(double slower, boolean mixed) {
        for (int i = mixed ? 2 : 6; i <= 6; i++) {
            seconds[i] += slower;
        }
    }

    private static void add(List<Loss> losses, Kind kind, double fraction) {
        // Differences of equal sums leave rounding noise, which is no loss.
        if (Math.abs(fraction) > 1e-9) {
            losses.add(new Loss(kind, fraction));
        }
    }
}
