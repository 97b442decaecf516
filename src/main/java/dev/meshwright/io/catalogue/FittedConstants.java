package dev.meshwright.io.catalogue;

import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.engine.EngineConstants;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many constants of the cost model were fitted to measurements, counted in the files that hold them. */
public final class FittedConstants {

    private FittedConstants() {}

    /** The counts, by what the constants were fitted to. */
    public static Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        int ofEngines = EngineConstants.FITTED.size();
        counts.put("engine constants, fitted to serving measurements", ofEngines);
        counts.put(
                "engine constants, not fitted but what is expected of them",
                EngineConstants.standard().count() - ofEngines);
        int fitted = TrainingConstants.FITTED.size();
        counts.put("constants of training steps, fitted to published training runs", fitted);
        counts.put(
                "constants of training steps, not fitted but taken from sources or guessed",
                TrainingConstants.standard().count() - fitted);
        for (String family : EfficiencyFiles.FAMILIES) {
            SurfaceTable.OwnConstants own = SurfaceTable.ownConstants(family);
            counts.put("kernel constants of " + family + ", " + own.basis(), own.count());
        }
        return counts;
    }
}
