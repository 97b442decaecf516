package dev.meshwright.cost.engine;

import dev.meshwright.base.resource.NamedConstants;
import dev.meshwright.facts.engine.EngineSetup;
import java.util.List;
import java.util.Map;

/** The fitted constants of inference engines, from {@code efficiency/engines.properties}; sources and units are there. */
public final class EngineConstants {

    private static final String RESOURCE = "/dev/meshwright/efficiency/engines.properties";

    /** Names of those that are fitted; the others are counts, from kernel tables, or what is expected of them. */
    public static final List<String> FITTED = List.of(
            "vllm.sequenceSeconds",
            "sglang.sequenceSeconds",
            "vllm.gapSeconds",
            "sglang.gapSeconds",
            "tensorrt-llm.gapSeconds",
            "vllm.inputTokenSeconds",
            "release.gainPerMonth",
            "youngModel.slowdown");

    private final NamedConstants values;
    private final double slowdown;
    private final EngineSettings settings;

    private EngineConstants(NamedConstants values, double slowdown, EngineSettings settings) {
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

    /** The same of an engine that is started as said: with a token budget of its own. */
    public EngineConstants startedAs(EngineSetup setup) {
        return setup.tokensPerStep().isEmpty()
                ? this
                : with(new EngineSettings(
                        setup.tokensPerStep(),
                        settings.promptHoldSteps(),
                        settings.capturedTokens(),
                        settings.paddedExpertRows(),
                        settings.moreExpertKernels(),
                        settings.fusedSums()));
    }

    /** Whether the engine's all-reduces run inside the products whose results they sum. */
    public boolean fusedSums() {
        return settings.fusedSums();
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
        return new EngineConstants(values.with(fitted), slowdown, settings);
    }

    /** Names of all constants, in order. */
    public List<String> names() {
        return values.names();
    }

    private static final class Standard {
        private static final EngineConstants CONSTANTS =
                new EngineConstants(NamedConstants.read(RESOURCE), 1, EngineSettings.DEFAULT);
    }

    /** The constants that come with Meshwright. */
    public static EngineConstants standard() {
        return Standard.CONSTANTS;
    }

    /** How many constants there are. */
    public int count() {
        return values.count();
    }

    /** The value of a constant in the unit that its file states. */
    public double value(String name) {
        return values.value(name);
    }
}
