package dev.meshwright.cost.engine;

import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.facts.cluster.Gpu;

/** Where the fitted constants of the cost model come from: kernels of a GPU, overheads of an engine. */
@FunctionalInterface
public interface EfficiencySource {

    /** The efficiencies of the family of {@code gpu}; a documented fallback for an unknown family. */
    KernelEfficiency of(Gpu gpu);

    /**
     * What the user's own measurements say. Its overheads and what power allows are applied here, by the cost model; its
     * rates by whoever makes the problem ({@link Calibration#of(dev.meshwright.facts.problem.Problem)}), so that proofs from the
     * data sheet alone speak of the same GPU.
     */
    default Calibration calibration() {
        return Calibration.NONE;
    }

    /** The same with {@code calibration}. */
    default EfficiencySource with(Calibration calibration) {
        EfficiencySource fitted = this;
        return new EfficiencySource() {
            @Override
            public KernelEfficiency of(Gpu gpu) {
                return calibration.of(gpu, fitted.of(gpu));
            }

            @Override
            public Calibration calibration() {
                return calibration;
            }
        };
    }
}
