package dev.meshwright.cost;

import dev.meshwright.cluster.Gpu;
import dev.meshwright.cost.efficiency.KernelEfficiency;

/** Where the fitted kernel efficiencies of a GPU come from. */
@FunctionalInterface
public interface EfficiencySource {

    /** The efficiencies of the family of {@code gpu}; a documented fallback for an unknown family. */
    KernelEfficiency of(Gpu gpu);
}
