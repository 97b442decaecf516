package dev.meshwright.cost.engine;

import dev.meshwright.base.resource.NamedConstants;
import java.util.List;
import java.util.Map;

/** The fitted constants of inference engines, from {@code efficiency/engines.properties}; sources and units are there. */
public final class EngineConstants {

    private static final String RESOURCE = "/dev/meshwright/efficiency/engines.properties";

    private final NamedConstants values;
    private final EngineSettings settings;

    private EngineConstants(NamedConstants values, EngineSettings settings) {
        this.values = values;
        this.settings = settings;
    }

    /** The same of an engine that is started with {@code others}. */
    public EngineConstants with(EngineSettings others) {
        return new EngineConstants(values, others);
    }

    /** What the engine is started with. */
    EngineSettings settings() {
        return settings;
    }

    /** These constants with others in the place of those named in {@code fitted}. */
    public EngineConstants with(Map<String, Double> fitted) {
        return new EngineConstants(values.with(fitted), settings);
    }

    /** Names of all constants, in order. */
    public List<String> names() {
        return values.names();
    }

    private static final class Standard {
        private static final EngineConstants CONSTANTS =
                new EngineConstants(NamedConstants.read(RESOURCE), EngineSettings.DEFAULT);
    }

    /** The constants that come with Meshwright. */
    public static EngineConstants standard() {
        return Standard.CONSTANTS;
    }

    /** How many constants were fitted to end-to-end measurements. */
    public int count() {
        return values.count();
    }

    /** The value of a constant in the unit that its file states. */
    public double value(String name) {
        return values.value(name);
    }
}
