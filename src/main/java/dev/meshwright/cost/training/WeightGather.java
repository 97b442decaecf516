package dev.meshwright.cost.training;

import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.memory.LayerWeights;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.layout.Degrees;

/** Gathers a layer's sharded weights (ZeRO stage 3) over the ranks that hold copies of them. */
public final class WeightGather {

    private static final double WEIGHT_BYTES = 2;

    private WeightGather() {}

    /** Books the gathering of a layer's weights: dense ones over all copies, experts over all of theirs. */
    public static void add(Site site, LayerWeights weights, Degrees degrees, Tally tally) {
        int copies = degrees.data() * degrees.replicas();
        double dense = weights.denseParametersPerGpu(degrees.tensor());
        gather(site, WEIGHT_BYTES * dense, copies, degrees.tensor(), tally);
        double experts = weights.expertParametersPerGpu(degrees);
        gather(site, WEIGHT_BYTES * experts, degrees.expertCopies(), degrees.gpusPerExpertCopy(), tally);
    }

    private static void gather(Site site, double bytes, int ranks, int stride, Tally tally) {
        if (bytes > 0) {
            int perIsland = Math.max(1, site.links().islandSize() / stride);
            site.links().halfAllReduce(tally, Component.WEIGHT_GATHER, bytes, ranks, Math.ceilDiv(ranks, perIsland));
        }
    }
}
