package dev.meshwright.lab.serving;

import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.lab.serving.release.Releases;
import java.util.Map;
import java.util.Optional;

/**
 * A measured row as its benchmark drove it, to be run again by {@link ServingLoop}.
 *
 * @param row with the lengths that requests have on average
 * @param served the deployment with as many sequences as fit; the others wait
 * @param recipe how long the benchmark's settings hold requests back
 */
public record MeasuredServing(ServingRow row, ServingCase served, ServingRecipe recipe) {

    /**
     * What a row measured.
     *
     * @param recipe what is known of its settings
     * @throws dev.meshwright.lab.row.UnpredictableRowException if something is unknown or does not fit together
     */
    public static MeasuredServing of(ServingRow row, ServingRecipe recipe, Catalogues catalogues) {
        ServingRow deployed = recipe.deployed(row);
        ServingRow drawn = deployed.withMeanLengths().withAllThatMayRun();
        ServingCase labelled = ServingCase.of(drawn, catalogues.models(), catalogues.gpus());
        ServingCase wanted = recipe.cache()
                .map(labelled::withCache)
                .orElse(labelled)
                .guessing(recipe.speculation(catalogues.engines()));
        return new MeasuredServing(drawn, recipe.limited(drawn, Admission.admitted(wanted, drawn, catalogues)), recipe);
    }

    /** What a row of a file measured; empty where it cannot be predicted. */
    public static Optional<MeasuredServing> of(Map<String, String> cells, Catalogues catalogues) {
        try {
            ServingRow row = ServingRow.of(cells);
            return Optional.of(of(row, ServingRecipe.of(row), catalogues));
        } catch (UnpredictableRowException unpredictable) {
            return Optional.empty();
        }
    }

    /** What its clients wait for when the benchmark is run again. */
    public ReplayedServing replayed(Catalogues catalogues, EngineConstants constants) {
        return new ServingLoop(this, catalogues, ofItsAge(constants)).run();
    }

    /** The engine's constants as they were when it was measured, with the recipe's settings. */
    EngineConstants ofItsAge(EngineConstants constants) {
        SoftwareAge age = SoftwareAge.of(
                row.built(), Releases.model(served.problem().model().name()));
        return constants.slowed(age.slowdown(constants)).with(recipe.engine());
    }

    /** The deployment with the tokens that its script has guessed, if any, as {@code constants} expect them to count. */
    ServingCase guessing(EngineConstants constants) {
        return served.guessing(recipe.speculation(constants));
    }
}
