package dev.meshwright.scaling;

import dev.meshwright.cost.Infeasibility;
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
 * @param combinations degrees whose bound was computed
 */
public record NodeTypeScaling(
        NodeType nodeType,
        SystemReach system,
        PerGpuReach perGpu,
        List<Size> curve,
        Payoff payoff,
        Map<Infeasibility, Long> infeasible,
        long combinations) {

    public NodeTypeScaling {
        curve = List.copyOf(curve);
        infeasible = java.util.Collections.unmodifiableMap(
                infeasible.isEmpty()
                        ? new java.util.EnumMap<>(Infeasibility.class)
                        : new java.util.EnumMap<>(infeasible));
    }

    /** Whether any size has a layout that fits and is in time. */
    public boolean feasible() {
        return curve.stream().anyMatch(size -> size.best().isPresent());
    }

    /**
     * Where more GPUs stop paying.
     *
     * @param gpus of the curve; 0 where nothing works
     * @param argument why there
     */
    public record Payoff(int gpus, String argument) {}
}
