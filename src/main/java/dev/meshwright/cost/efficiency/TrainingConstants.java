package dev.meshwright.cost.efficiency;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The constants of training steps, from {@code efficiency/training.properties}; meanings, units and sources are there. */
public final class TrainingConstants {

    private static final String RESOURCE = "/dev/meshwright/efficiency/training.properties";

    private final Map<String, Double> values;

    private TrainingConstants(Map<String, Double> values) {
        this.values = Map.copyOf(values);
    }

    private static final class Standard {
        private static final TrainingConstants CONSTANTS = new TrainingConstants(read());
    }

    /** The constants that come with Meshwright. */
    public static TrainingConstants standard() {
        return Standard.CONSTANTS;
    }

    /** The same with some values replaced, as a fit tries them. */
    public TrainingConstants with(Map<String, Double> others) {
        Map<String, Double> replaced = new TreeMap<>(values);
        others.forEach((name, value) -> {
            value(name);
            replaced.put(name, value);
        });
        return new TrainingConstants(replaced);
    }

    /** Names of the constants that were fitted to half of the published training runs; the others have sources. */
    public static final List<String> FITTED = List.of(
            "hopper.flopsPerJoule",
            "blackwell.flopsPerJoule",
            "narrow.flopsPerJoule",
            "elementWise.memoryShare",
            "eager.attentionShare",
            "recurrence.scanShare",
            "exchange.linkShare",
            "host.eager.layerSeconds",
            "host.fused.layerSeconds",
            "host.fused.mixtureSeconds",
            "host.fused.expertSeconds",
            "host.fused.narrowMovementShare",
            "host.captured.narrowMovementShare",
            "host.evenness",
            "overlap.tensor",
            "overlap.weights");

    /** How many constants there are. */
    public int count() {
        return values.size();
    }

    /** The constant of that name. */
    public double value(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(RESOURCE + ": " + name + " is missing");
        }
        return value;
    }

    /** The constant {@code family.name}, or the one of {@code generic}. */
    public double ofFamily(String family, String name) {
        Double value = values.get(family + "." + name);
        return value == null ? value("generic." + name) : value;
    }

    private static Map<String, Double> read() {
        Properties properties = new Properties();
        try (InputStream stream = TrainingConstants.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("Resource " + RESOURCE + " is missing from the program.");
            }
            properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
        Map<String, Double> values = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            values.put(name, Double.valueOf(properties.getProperty(name)));
        }
        return values;
    }
}
