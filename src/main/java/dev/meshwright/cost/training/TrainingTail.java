package dev.meshwright.cost.training;

import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.memory.LayerWeights;
import dev.meshwright.cost.memory.MemoryModel;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.model.Model;
import dev.meshwright.layout.Degrees;

/**
 * What follows the micro-batches of an optimizer step on one GPU: gradients are reduced over the data-parallel ranks,
 * the optimizer updates its shard, and updated weights are gathered.
 *
 * <pre>
 * dense weights over n = data * replicas ranks, expert weights over expertData * replicas
 * traffic   = reduce-scatter of 4- or 2-byte gradients + all-gather of 2- or 1-byte weights, in messages of
 *             max(bucket, bucket per rank x n) weights, each a ring of all ranks
 * shown     = max(one message, what does not hide behind the last micro-batch's backward pass; of weights: behind the
 *             next one's forward pass)
 * cost      = shown + share of multiprocessors x (traffic - shown)
 * optimizer = 34 bytes per parameter of the shard at memory bandwidth, and every gradient sum set to zero; and what the
 *             host keeps the GPU waiting between steps
 * </pre>
 */
public final class TrainingTail {

    /**
     * Bytes that Adam moves per parameter: reads gradient, master, m, v (16), writes master, m, v and the weight (14); the
     * gradients' norm reads them once more.
     */
    private static final double OPTIMIZER_BYTES = 34;

    /** Weights of which messages take no time but that of their bytes. */
    private static final double HUGE = 1e12;

    /** Share of the backward pass in a micro-batch. */
    private static final double BACKWARD = 2.0 / 3;

    private final Model model;
    private final ModelKinds kinds;
    private final MemoryModel memory;
    private final Traffic law;

    public TrainingTail(Model model, ModelKinds kinds, MemoryModel memory, Traffic law) {
        this.law = law;
        this.model = model;
        this.kinds = kinds;
        this.memory = memory;
    }

    /**
     * How gradients and weights travel.
     *
     * @param overlap share of the last micro-batch behind which they do; 0 where all is exposed
     * @param multiprocessors what a second of hidden traffic costs the computation it hides behind
     * @param gradientBytes of a gradient
     * @param weightBytes of a gathered weight
     * @param bucket parameters of a message, at least
     * @param bucketPerRank the same for each rank that shares them
     * @param stagesInside whether copies of weights lie instances apart
     * @param hostSeconds between two steps, in which the host has launched nothing yet
     */
    public record Traffic(
            double overlap,
            double multiprocessors,
            double gradientBytes,
            double weightBytes,
            double bucket,
            double bucketPerRank,
            boolean stagesInside,
            double hostSeconds) {

        /** Nothing travels: inference. */
        public static final Traffic NONE = new Traffic(0, 0, 0, 0, 1, 0, false, 0);

        /** Messages in which {@code parameters} travel among {@code ranks}. */
        double buckets(double parameters, int ranks) {
            return overlap == 0 ? 1 : Math.max(1, parameters / Math.max(bucket, bucketPerRank * ranks));
        }
    }

    /**
     * Books gradient traffic and optimizer of one GPU of a stage and returns their exposed seconds.
     *
     * @param layersOfKind layers of the stage by kind
     * @param ends embedding and LM head matrices that the stage holds; a fraction for an average stage
     * @param hideSeconds seconds of the stage's last micro-batch, behind a share of which traffic hides
     */
    public double add(
            Site site,
            Degrees degrees,
            int zeroStage,
            double[] layersOfKind,
            double ends,
            double hideSeconds,
            Tally tally) {
        Weights weights = weights(degrees, layersOfKind, ends);
        int copies = degrees.data() * degrees.replicas();
        double bare = 0;
        if (zeroStage < 3) {
            double dense = synchronise(site, tally, weights.dense(), copies, copiesOnIsland(site, degrees));
            double experts = synchronise(
                    site, tally, weights.experts(), degrees.expertCopies(), expertCopiesOnIsland(site, degrees));
            bare = dense / law.buckets(weights.dense(), copies)
                    + experts / law.buckets(weights.experts(), degrees.expertCopies());
        }
        optimizer(site, degrees, zeroStage, weights, tally);
        return exposed(tally.seconds(Component.GRADIENT_SYNC), bare, hideSeconds) + tally.seconds(Component.OPTIMIZER);
    }

    /**
     * Exposed seconds of the stage that has most, at least, whatever the split of the layers: those of the average stage with
     * messages that start at once. Of a sum of what only grows in proportion, the most is no less than the mean; fixed times and
     * ramps of messages a stage without routed layers does not have.
     *
     * @param hideSeconds seconds of a stage's last micro-batch, at most
     */
    public double least(Site site, Degrees degrees, int zeroStage, double hideSeconds, Tally scratch) {
        double share = 1.0 / degrees.pipeline();
        double[] layersOfKind = new double[kinds.count()];
        for (int kind = 0; kind < layersOfKind.length; kind++) {
            layersOfKind[kind] = kinds.layersOfKind(kind) * share;
        }
        scratch.clear();
        if (degrees.pipeline() == 1) {
            return add(site, degrees, zeroStage, layersOfKind, 2, hideSeconds, scratch);
        }
        Weights weights = weights(degrees, layersOfKind, 2 * share);
        double traffic = 0;
        if (zeroStage < 3) {
            int copies = degrees.data() * degrees.replicas();
            traffic = proportional(site, scratch, weights.dense(), copies, copiesOnIsland(site, degrees))
                    + proportional(
                            site,
                            scratch,
                            weights.experts(),
                            degrees.expertCopies(),
                            expertCopiesOnIsland(site, degrees));
        }
        scratch.clear();
        optimizer(site, degrees, zeroStage, weights, scratch);
        return exposed(traffic, 0, hideSeconds) + scratch.seconds(Component.OPTIMIZER);
    }

    /** Weights on a GPU of a stage. */
    private record Weights(double dense, double experts) {}

    private Weights weights(Degrees degrees, double[] layersOfKind, double ends) {
        double dense = ends * LayerWeights.embeddingParameters(model) / degrees.tensor();
        double experts = 0;
        for (int kind = 0; kind < kinds.count(); kind++) {
            dense += layersOfKind[kind] * memory.weights(kind).denseParametersPerGpu(degrees.tensor());
            experts += layersOfKind[kind] * memory.weights(kind).expertParametersPerGpu(degrees);
        }
        return new Weights(dense, experts);
    }

    private void optimizer(Site site, Degrees degrees, int zeroStage, Weights weights, Tally tally) {
        double all = weights.dense() + weights.experts();
        int copies = degrees.data() * degrees.replicas();
        double shard = zeroStage >= 1 ? weights.dense() / copies + weights.experts() / degrees.expertCopies() : all;
        double sums = law.gradientBytes() * (zeroStage >= 2 ? shard : all);
        site.kernels().elementWise(tally, Component.OPTIMIZER, OPTIMIZER_BYTES * shard + sums, 1);
        tally.overhead(Component.OPTIMIZER, law.hostSeconds());
    }

    /** Copies of dense weights on an island: ranks that share sequences lie side by side in either order. */
    private int copiesOnIsland(Site site, Degrees degrees) {
        int island = site.links().islandSize();
        if (!law.stagesInside()) {
            return Math.max(1, island / degrees.tensor());
        }
        int context = degrees.context();
        int near = Math.clamp(island / degrees.tensor(), 1, context);
        return near * Math.max(1, island / (degrees.tensor() * context * degrees.pipeline()));
    }

    private int expertCopiesOnIsland(Site site, Degrees degrees) {
        int apart = degrees.gpusPerExpertCopy() * (law.stagesInside() ? degrees.pipeline() : 1);
        return Math.max(1, site.links().islandSize() / apart);
    }

    /**
     * Seconds of traffic that show.
     *
     * @param traffic seconds of all
     * @param bare of them, those of the last gradients and the first weights, which have nothing to hide behind
     */
    private double exposed(double traffic, double bare, double hideSeconds) {
        double gradients = law.gradientBytes() / (law.gradientBytes() + law.weightBytes());
        return beside(gradients * traffic, gradients * bare, BACKWARD * hideSeconds)
                + beside((1 - gradients) * traffic, (1 - gradients) * bare, (1 - BACKWARD) * hideSeconds);
    }

    private double beside(double traffic, double bare, double hideSeconds) {
        double shown = Math.max(bare, traffic - law.overlap() * hideSeconds);
        return shown + law.multiprocessors() * (traffic - shown);
    }

    /** Seconds of messages so large that nothing but their bytes counts, in proportion to the weights. */
    private double proportional(Site site, Tally scratch, double parameters, int ranks, int perIsland) {
        if (ranks <= 1 || parameters == 0) {
            return 0;
        }
        scratch.clear();
        synchronise(site, scratch, 2 * HUGE, ranks, perIsland);
        double twice = scratch.seconds(Component.GRADIENT_SYNC);
        scratch.clear();
        synchronise(site, scratch, HUGE, ranks, perIsland);
        return parameters / HUGE * (twice - scratch.seconds(Component.GRADIENT_SYNC));
    }

    /** Books both ways of gradients and weights; returns their seconds. */
    private double synchronise(Site site, Tally tally, double parameters, int ranks, int perIsland) {
        if (ranks <= 1 || parameters == 0) {
            return 0;
        }
        double before = tally.seconds(Component.GRADIENT_SYNC);
        int islands = Math.ceilDiv(ranks, perIsland);
        double buckets = law.buckets(parameters, ranks);
        site.links().ring(tally, Component.GRADIENT_SYNC, law.gradientBytes() * parameters, buckets, ranks, islands);
        site.links().ring(tally, Component.GRADIENT_SYNC, law.weightBytes() * parameters, buckets, ranks, islands);
        return tally.seconds(Component.GRADIENT_SYNC) - before;
    }
}
