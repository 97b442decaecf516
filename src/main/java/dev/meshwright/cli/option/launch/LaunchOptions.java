package dev.meshwright.cli.option.launch;

import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.EfficiencyOption;
import dev.meshwright.io.launch.PoolWork;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.launch.model.WeightFormat;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.launch.LaunchRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the files of a launch leave open. */
public final class LaunchOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private EfficiencyOption efficiency = new EfficiencyOption();

    @Option(
            names = "--gpu",
            paramLabel = "GPU",
            description = "Kind of GPU; several, parted by commas, share the ranks.")
    private @Nullable String gpu;

    @Option(
            names = "--gpus-per-node",
            paramLabel = "N",
            description = "GPUs of a node (default: 8; 4 of GB200 and GB300).")
    private @Nullable Integer gpusPerNode;

    @Mixin
    private WeightsOptions loaded = new WeightsOptions();

    @Option(names = "--weights", paramLabel = "FORMAT", description = "Format of its weights, where no file tells.")
    private @Nullable String weights;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A variable that the files leave open; may be repeated.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(names = "--input-tokens", paramLabel = "N", description = "Tokens of a request (default: 1024).")
    private @Nullable Integer inputTokens;

    @Option(names = "--output-tokens", paramLabel = "N", description = "Tokens of an answer (default: 1024).")
    private @Nullable Integer outputTokens;

    @Option(names = "--requests", paramLabel = "N", description = "Requests in flight (default: as the layout takes).")
    private @Nullable Integer requests;

    /** The request for those files. */
    public LaunchRequest request(List<Path> files, boolean evaluate, AnswerOptions options) {
        Asked asked = new Asked(
                loaded.model(),
                format(),
                loaded.version(),
                Optional.ofNullable(gpu),
                positive("--gpus-per-node", gpusPerNode));
        PoolWork work = new PoolWork(
                positive("--input-tokens", inputTokens),
                positive("--output-tokens", outputTokens),
                positive("--requests", requests),
                false);
        return new LaunchRequest(files, asked, variables, work, evaluate, efficiency.constants(), options.effort());
    }

    /**
     * Refuses what files of a launch leave open where there are none: nobody would hear of it.
     *
     * @throws ParameterException naming all that is stated
     */
    public void requireUnused() {
        Map<String, @Nullable Object> stated = new LinkedHashMap<>();
        stated.put("--gpu", gpu);
        stated.put("--gpus-per-node", gpusPerNode);
        stated.put("--model", loaded.model().orElse(null));
        stated.put("--weights", weights);
        stated.put("--engine-version", loaded.version().orElse(null));
        stated.put("--set", variables.isEmpty() ? null : variables);
        stated.put("--input-tokens", inputTokens);
        stated.put("--output-tokens", outputTokens);
        stated.put("--requests", requests);
        List<String> lost = stated.entrySet().stream()
                .filter(option -> option.getValue() != null)
                .map(Map.Entry::getKey)
                .toList();
        if (!lost.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    String.join(", ", lost) + ": asked of --launch alone; a problem and a plan say it themselves.");
        }
    }

    /** The constants that pools are costed with. */
    public Constants constants() {
        return efficiency.constants();
    }

    private Optional<WeightFormat> format() {
        Optional<WeightFormat> found = Stream.of(WeightFormat.values())
                .filter(format -> format.label().equalsIgnoreCase(weights)
                        || format.problemLabel()
                                .filter(label -> label.equalsIgnoreCase(weights))
                                .isPresent())
                .findFirst();
        if (weights != null && found.isEmpty()) {
            String known =
                    Stream.of(WeightFormat.values()).map(WeightFormat::label).collect(Collectors.joining(", "));
            throw new ParameterException(
                    command.commandLine(), "--weights: '" + weights + "' is no format; there are " + known + ".");
        }
        return found;
    }

    private OptionalInt positive(String option, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new ParameterException(command.commandLine(), option + ": " + value + " must be at least 1.");
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
