package dev.meshwright.launch.engine;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.launch.model.WeightFormat;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What somebody says beside the files of a launch; what these say themselves wins, but for the GPU.
 *
 * @param model where no file names one
 * @param weights format of them where no file tells
 * @param version release of the engine
 * @param gpu kind of GPU; wins against a file's
 * @param gpusPerNode of the cluster
 */
public record Asked(
        Optional<String> model,
        Optional<WeightFormat> weights,
        Optional<EngineVersion> version,
        Optional<String> gpu,
        OptionalInt gpusPerNode) {

    /** Nothing. */
    public static final Asked NOTHING =
            new Asked(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
}
