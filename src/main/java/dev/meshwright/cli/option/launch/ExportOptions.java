package dev.meshwright.cli.option.launch;

import dev.meshwright.cli.option.value.SpanConverter;
import dev.meshwright.io.loads.RecordedLoadFiles;
import dev.meshwright.launch.export.Target;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.launch.ExportRequest;
import dev.meshwright.workbench.launch.RecordedDrift;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private WeightsOptions weights = new WeightsOptions();

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

    @Option(
            names = "--loads",
            split = ",",
            paramLabel = "FILE",
            description = "Expert loads recorded one after the other, which decide whether experts move; with --every.")
    private List<Path> loads = new ArrayList<>();

    @Option(
            names = "--every",
            paramLabel = "SPAN",
            converter = SpanConverter.class,
            description = "From one recording of --loads to the next, such as 10 min.")
    private @Nullable Double every;

    @Option(
            names = "--pause",
            paramLabel = "SPAN",
            converter = SpanConverter.class,
            description = "For how long a rearrangement of experts keeps steps waiting (default: the engine's).")
    private @Nullable Double pause;

    @Option(names = "--no-fallback", description = "Do not search the best plan without a GPU, or a node.")
    private boolean noFallback;

    private Optional<RecordedDrift> drift() {
        if (loads.isEmpty() != (every == null)) {
            throw new ParameterException(command.commandLine(), "--loads and --every need each other.");
        }
        return every == null
                ? Optional.empty()
                : Optional.of(new RecordedDrift(
                        loads.stream().map(RecordedLoadFiles::read).toList(),
                        every,
                        pause == null ? OptionalDouble.empty() : OptionalDouble.of(pause)));
    }

    /**
     * The request for a plan.
     *
     * @param problem its file, as seen from where all is written
     */
    public ExportRequest request(CheckRequest check, Path problem) {
        return new ExportRequest(
                check,
                Optional.ofNullable(engine),
                weights.version(),
                weights.model(),
                Optional.ofNullable(image),
                target,
                drift(),
                Optional.of(problem.toString()),
                !noFallback);
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
