package dev.meshwright.cost.engine;

import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.facts.cluster.Gpu;

/** Where the fitted constants of kernels come from; a {@link Calibration} makes a {@link Question} with them. */
@FunctionalInterface
public interface EfficiencySource {

    /** The efficiencies of the family of {@code gpu}; a documented fallback for an unknown family. */
    KernelEfficiency of(Gpu gpu);
}
