package dev.meshwright.lab.serving.release;

import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.problem.Assumptions.Engine;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The release whose memory measurements are read with. Most rows of vLLM are of 0.9 to 0.15, which share out memory alike; what problems
 * assume, the newest, came after them.
 */
public final class MeasuredRelease {

    private static final EngineVersion VLLM = EngineVersion.of("0.11").orElseThrow();

    private MeasuredRelease() {}

    /** That of an engine; empty where its releases share out memory alike. */
    public static Optional<EngineVersion> of(Engine engine) {
        return engine == Engine.VLLM ? Optional.of(VLLM) : Optional.empty();
    }

    /** An engine of that release as it comes. */
    public static EngineSetup setup(Engine engine) {
        return new EngineSetup(of(engine), OptionalInt.empty(), OptionalInt.empty());
    }
}
