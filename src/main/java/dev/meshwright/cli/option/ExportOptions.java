package dev.meshwright.cli.option;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.launch.export.Target;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.launch.ExportRequest;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What starts a plan. */
public final class ExportOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "vllm, sglang, tensorrt-llm or megatron (default: the problem's).")
    private @Nullable String engine;

    @Option(
            names = "--engine-version",
            paramLabel = "RELEASE",
            description = "Release of the engine, such as 0.21 (default: the problem's, else the newest).")
    private @Nullable String version;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Name or folder of the weights (default: the model's name in the problem).")
    private @Nullable String model;

    @Option(
            names = "--image",
            paramLabel = "NAME",
            description = "Container of a manifest (default: the engine's own, without its registry).")
    private @Nullable String image;

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            converter = TargetConverter.class,
            description =
                    "shell, slurm (trainings), kubernetes, dynamo, dynamo-v1beta1 or llm-d (servers) (default: shell).")
    private Target target = Target.SHELL;

    /** The request for a plan. */
    public ExportRequest request(CheckRequest check) {
        Optional<EngineVersion> release = Optional.ofNullable(version).flatMap(EngineVersion::of);
        if (version != null && release.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "--engine-version: '" + version + "' is no release such as 0.21.");
        }
        return new ExportRequest(
                check,
                Optional.ofNullable(engine),
                release,
                Optional.ofNullable(model),
                Optional.ofNullable(image),
                target);
    }

    /** Reads a target by its label. */
    static final class TargetConverter implements ITypeConverter<Target> {
        @Override
        public Target convert(String value) {
            return Target.of(value)
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is none of "
                            + Stream.of(Target.values()).map(Target::label).collect(Collectors.joining(", "))));
        }
    }
}
