package dev.meshwright.cli;

import dev.meshwright.answer.json.ValidationDocument;
import dev.meshwright.answer.picture.AccuracyPictures;
import dev.meshwright.answer.text.accuracy.ValidationText;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.EfficiencyOption;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.StatusLine;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.measured.AccuracyFiles;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.lab.error.Grouping;
import dev.meshwright.lab.error.report.ValidationAnswer;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.ValidateRequest;
import dev.meshwright.workbench.Workbench;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares predictions with measurements. */
@Command(
        name = "validate",
        description = "Predicts measured deployments: errors by model, GPU, engine, phase and layout, the worst rows"
                + " with the term that is likely wrong, and what choosing layouts by the predictions costs.")
final class ValidateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private EfficiencyOption efficiency = new EfficiencyOption();

    @Parameters(
            arity = "1..*",
            paramLabel = "MEASUREMENTS",
            description = "CSV files of measured rows; what they hold is told by their columns.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--predictions",
            paramLabel = "OUT.csv",
            description = "Write the rows with their predictions, and the reason where there is none (one file only).")
    private @Nullable Path predictions;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "Write a picture of predicted against measured for every measure (SVG).")
    private @Nullable Path plots;

    @Option(
            names = "--by",
            paramLabel = "GROUP",
            split = ",",
            description = "Break errors down by these: ${COMPLETION-CANDIDATES} (default: all).")
    private List<Grouping> groupings = List.of(Grouping.values());

    @Option(
            names = "--worst",
            paramLabel = "N",
            defaultValue = "10",
            description = "Worst rows of each measure (default: ${DEFAULT-VALUE}).")
    private int worst;

    @Option(
            names = "--write-accuracy",
            paramLabel = "SOURCES",
            description = "For developers: write the accuracy tables and pictures of README and docs, and the residuals"
                    + " behind uncertainty intervals, into Meshwright's sources.")
    private @Nullable Path sources;

    ValidateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (predictions != null && files.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--predictions takes one file of measurements.");
        }
        if (worst < 0) {
            throw new ParameterException(spec.commandLine(), "--worst must be 0 or more, not " + worst + ".");
        }
        if (predictions != null) {
            AtomicFiles.require(predictions);
        }
        ValidationAnswer answer = answer();
        if (!answer.unpredictable().isEmpty()) {
            throw new InvalidInputException(answer.unpredictable());
        }
        Path folder = plots;
        if (folder != null) {
            AccuracyPictures.of(answer, "")
                    .forEach((name, svg) -> write(folder.resolve(name), svg.getBytes(StandardCharsets.UTF_8)));
        }
        Path root = sources;
        if (root != null) {
            AccuracyFiles.files(answer, root).forEach((file, content) -> write(root.resolve(file), content));
        }
        terminal.answer(
                options.json()
                        ? Documents.toJson(ValidationDocument.of(answer))
                        : ValidationText.of(answer, groupings, terminal.style()));
        return ExitCode.FINE.code();
    }

    /** The answer; its predictions are written even where there are none, with the reasons. */
    private ValidationAnswer answer() {
        Constants constants = efficiency.constants();
        ValidateRequest request = new ValidateRequest(MeasurementFiles.read(files), constants, worst);
        ValidationAnswer answer;
        try (StatusLine line = new StatusLine(terminal, "validating", "reading")) {
            answer = new Workbench().validate(request, line.watch());
        }
        if (predictions != null) {
            String rows = MeasurementFiles.predictions(
                    request.files().getFirst().table(),
                    answer.files().values().iterator().next());
            write(predictions, rows.getBytes(StandardCharsets.UTF_8));
        }
        return answer;
    }

    private void write(Path file, byte[] content) {
        AtomicFiles.write(file, content);
        terminal.say("Written: " + file);
    }
}
