package dev.meshwright.question.scale.node;

import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.layout.Degrees;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The answer for one kind of node.
 *
 * @param nodeType which
 * @param system for all GPUs together
 * @param perGpu for each GPU
 * @param curve best layouts by number of GPUs, smallest first
 * @param payoff where more GPUs stop paying
 * @param infeasible degrees that cannot work, by reason, over all sizes
 * @param closest of the degrees that do not fit into memory those that need least of it; of those that do, the least
 *     time to first token and the least time per output token, each by itself
 * @param usableBytes of a GPU that a layout may fill
 * @param combinations degrees whose bound was computed
 */
public record NodeTypeScaling(
        NodeType nodeType,
        SystemReach system,
        PerGpuReach perGpu,
        List<Size> curve,
        Payoff payoff,
        Map<Infeasibility, Long> infeasible,
        Map<Infeasibility, Closest> closest,
        double usableBytes,
        long combinations) {

    public NodeTypeScaling {
        curve = List.copyOf(curve);
        infeasible = Collections.unmodifiableMap(
                infeasible.isEmpty() ? new EnumMap<>(Infeasibility.class) : new EnumMap<>(infeasible));
        closest = Collections.unmodifiableMap(
                closest.isEmpty() ? new EnumMap<>(Infeasibility.class) : new EnumMap<>(closest));
    }

    /** Whether any size has a layout that fits and is in time. */
    public boolean feasible() {
        return curve.stream().anyMatch(size -> size.best().isPresent());
    }

    /**
     * Degrees that come closest to a limit, or keep it by the most.
     *
     * @param degrees which
     * @param needed at least: bytes of their heaviest GPU, or seconds
     */
    public record Closest(Degrees degrees, double needed) {}

    /**
     * Where more GPUs stop paying.
     *
     * @param gpus of the curve; 0 where nothing works
     * @param argument why there
     */
    public record Payoff(int gpus, String argument) {}
}
