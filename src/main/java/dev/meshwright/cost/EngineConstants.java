package dev.meshwright.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The fitted constants of inference engines, from {@code efficiency/engines.properties}; sources and units are there. */
public final class EngineConstants {

    private static final String RESOURCE = "/dev/meshwright/efficiency/engines.properties";

    private final Properties values;
    private final double slowdown;
    private final EngineSettings settings;

    private EngineConstants(Properties values, double slowdown, EngineSettings settings) {
        this.values = values;
        this.slowdown = slowdown;
        this.settings = settings;
    }

    /** The same of an engine that takes {@code factor} times as long for all that is not bound by memory. */
    public EngineConstants slowed(double factor) {
        return new EngineConstants(values, slowdown * factor, settings);
    }

    /** The same of an engine that is started with {@code others}. */
    public EngineConstants with(EngineSettings others) {
        return new EngineConstants(values, slowdown, others);
    }

    /** What the engine is started with. */
    EngineSettings settings() {
        return settings;
    }

    /** What steps, gaps, requests and the kernels of prompts take, as a multiple of the constants. */
    double slowdown() {
        return slowdown;
    }

    /** These constants with others in the place of those named in {@code fitted}. */
    public EngineConstants with(Map<String, Double> fitted) {
        Properties changed = new Properties();
        changed.putAll(values);
        fitted.forEach((name, value) -> {
            if (values.getProperty(name) == null) {
                throw new IllegalArgumentException("no constant is called " + name);
            }
            changed.setProperty(name, Double.toString(value));
        });
        return new EngineConstants(changed, slowdown, settings);
    }

    /** Names of all constants, in order. */
    public List<String> names() {
        return values.stringPropertyNames().stream().sorted().toList();
    }

    private static final class Standard {
        private static final EngineConstants CONSTANTS = new EngineConstants(read(), 1, EngineSettings.DEFAULT);
    }

    /** The constants that come with Meshwright. */
    public static EngineConstants standard() {
        return Standard.CONSTANTS;
    }

    /** How many constants were fitted to end-to-end measurements. */
    public int count() {
        return values.size();
    }

    /** The value of a constant in the unit that its file states. */
    public double value(String name) {
        String text = values.getProperty(name);
        if (text == null) {
            throw new IllegalStateException(RESOURCE + ": " + name + " is missing");
        }
        return Double.parseDouble(text);
    }

    private static Properties read() {
        Properties properties = new Properties();
        try (InputStream stream = EngineConstants.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("Resource " + RESOURCE + " is missing from the program.");
            }
            properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
        return properties;
    }
}
