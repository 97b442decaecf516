package dev.meshwright.lab.row;

import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.EfficiencySource;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Model;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a prediction needs besides the row.
 *
 * @param models model by name or alias
 * @param gpus GPU by name or alias, calibrated where something is
 * @param efficiencies fitted constants, calibrated where something is
 */
public record Catalogues(
        Function<String, Optional<Model>> models, Function<String, Optional<Gpu>> gpus, EfficiencySource efficiencies) {

    /** The same with the constants of {@code calibration}; not to be applied twice. */
    public Catalogues with(Calibration calibration) {
        return new Catalogues(models, name -> gpus.apply(name).map(calibration::of), efficiencies.with(calibration));
    }
}
