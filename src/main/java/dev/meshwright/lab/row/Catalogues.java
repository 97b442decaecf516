package dev.meshwright.lab.row;

import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.EfficiencySource;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Problem;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a prediction needs besides the row.
 *
 * @param models model by name or alias
 * @param gpus GPU by name or alias, as its data sheet says
 * @param fitted constants of kernels as they come with Meshwright
 * @param engines constants of engines
 * @param calibration of what rows are predicted with
 * @param plans what was predicted for plans that rows name
 */
public record Catalogues(
        Function<String, Optional<Model>> models,
        Function<String, Optional<Gpu>> gpus,
        EfficiencySource fitted,
        EngineConstants engines,
        Calibration calibration,
        Foretold.Source plans) {

    /** Catalogues of standard constants. */
    public Catalogues(
            Function<String, Optional<Model>> models, Function<String, Optional<Gpu>> gpus, EfficiencySource fitted) {
        this(models, gpus, fitted, EngineConstants.standard(), Calibration.NONE, Foretold.Source.NONE);
    }

    /** The same with the constants of {@code other} in the place of any calibration. */
    public Catalogues with(Calibration other) {
        return new Catalogues(models, gpus, fitted, engines, other, plans);
    }

    /** The same with other constants of engines. */
    public Catalogues with(EngineConstants others) {
        return new Catalogues(models, gpus, fitted, others, calibration, plans);
    }

    /** The same with plans that rows name. */
    public Catalogues with(Foretold.Source others) {
        return new Catalogues(models, gpus, fitted, engines, calibration, others);
    }

    /** What {@code problem}, on GPUs of these catalogues, asks. */
    public Question question(Problem problem) {
        return calibration.question(problem, fitted);
    }
}
