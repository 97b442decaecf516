package dev.meshwright.cli.option.launch;

import dev.meshwright.cli.option.value.ReleaseConverter;
import dev.meshwright.facts.engine.EngineVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which weights a launch loads and which release of the engine runs them. */
final class WeightsOptions {

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Name or folder of the weights (default: the model that problem or launch files name).")
    private @Nullable String model;

    @Option(
            names = "--engine-version",
            paramLabel = "RELEASE",
            converter = ReleaseConverter.class,
            description =
                    "Release of the engine, such as 0.21 (default: what problem or launch files say, else the newest"
                            + " known).")
    private @Nullable EngineVersion version;

    Optional<String> model() {
        return Optional.ofNullable(model);
    }

    Optional<EngineVersion> version() {
        return Optional.ofNullable(version);
    }
}
