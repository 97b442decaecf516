package dev.meshwright.cost.efficiency;

import dev.meshwright.base.resource.NamedConstants;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The constants of training steps, from {@code efficiency/training.properties}; meanings, units and sources are there. */
public final class TrainingConstants {

    private static final String RESOURCE = "/dev/meshwright/efficiency/training.properties";

    private final NamedConstants values;

    private TrainingConstants(NamedConstants values) {
        this.values = values;
    }

    private static final class Standard {
        private static final TrainingConstants CONSTANTS = new TrainingConstants(NamedConstants.read(RESOURCE));
    }

    /** The constants that come with Meshwright. */
    public static TrainingConstants standard() {
        return Standard.CONSTANTS;
    }

    /** The same with some values replaced, as a fit tries them. */
    public TrainingConstants with(Map<String, Double> others) {
        return new TrainingConstants(values.with(others));
    }

    /** Names of the constants that were fitted to half of the measured training runs; the others have sources or are guesses. */
    public static final List<String> FITTED = List.of(
            "blackwell.flopsPerJoule",
            "narrow.flopsPerJoule",
            "recurrence.scanShare",
            "exchange.linkShare",
            "host.fused.layerSeconds",
            "host.fused.mixtureSeconds",
            "host.fused.expertSeconds",
            "host.fused.narrowMovementShare",
            "host.captured.narrowMovementShare",
            "host.evenness");

    /** How many constants there are. */
    public int count() {
        return values.count();
    }

    /** The constant of that name. */
    public double value(String name) {
        return values.value(name);
    }

    /** The constant {@code family.name}, or the one of {@code generic}. */
    public double ofFamily(String family, String name) {
        return values.find(family + "." + name).orElseGet(() -> value("generic." + name));
    }

    /** The constant {@code gpu.name}, or {@code others} where the GPU has none of its own. */
    public double ofGpu(String gpu, String name, double others) {
        return values.find(gpu + "." + name).orElse(others);
    }

    /** The constant {@code host.execution.name}. */
    public double ofHost(Execution execution, String name) {
        return value("host." + execution.name().toLowerCase(Locale.ROOT) + "." + name);
    }
}
