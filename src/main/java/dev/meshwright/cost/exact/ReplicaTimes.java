package dev.meshwright.cost.exact;

import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.serving.PassTimes;
import java.util.List;

/** What a pass takes in some replicas. Arrays are handed on, not copied: who takes one only reads it. */
final class ReplicaTimes {

    private final Site site;
    private final List<PassTimes> replicas;
    private final double[] stageSeconds;
    private final Traversal traversal;
    private final LayerLoads[] loads;

    /**
     * Times of one pass.
     *
     * @param site of the first replica's first stage, for display
     * @param replicas seconds by replica
     * @param stageSeconds by stage, the slowest replica's
     * @param traversal account of the first replica's way through all stages
     * @param loads routed work by layer
     */
    ReplicaTimes(Site site, List<PassTimes> replicas, double[] stageSeconds, Traversal traversal, LayerLoads[] loads) {
        this.site = site;
        this.replicas = List.copyOf(replicas);
        this.stageSeconds = stageSeconds;
        this.traversal = traversal;
        this.loads = loads;
    }

    Site site() {
        return site;
    }

    List<PassTimes> replicas() {
        return replicas;
    }

    double[] stageSeconds() {
        return stageSeconds;
    }

    Traversal traversal() {
        return traversal;
    }

    LayerLoads[] loads() {
        return loads;
    }

    /** The longest times of any replica: what synchronous replicas wait for. */
    PassTimes slowest() {
        double sum = 0;
        double max = 0;
        for (PassTimes times : replicas) {
            sum = Math.max(sum, times.sumSeconds());
            max = Math.max(max, times.maxSeconds());
        }
        return new PassTimes(sum, max);
    }
}
