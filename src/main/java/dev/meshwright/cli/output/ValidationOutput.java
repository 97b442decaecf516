package dev.meshwright.cli.output;

import dev.meshwright.answer.json.report.ValidationReport;
import dev.meshwright.answer.picture.AccuracyPictures;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.measured.AccuracyFiles;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.lab.error.report.ValidationAnswer;
import dev.meshwright.workbench.ValidateRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Predictions, pictures and accuracy tables of a validation. */
public final class ValidationOutput {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--predictions",
            paramLabel = "OUT.csv",
            description = "Write the rows with their predictions, and the reason where there is none (one file only).")
    private @Nullable Path predictions;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description =
                    "Write pictures of predicted against measured for every measure: SVG, and the charts of the page as SVG"
                            + " and PNG.")
    private @Nullable Path plots;

    @Option(
            names = "--write-accuracy",
            paramLabel = "SOURCES",
            description = "For developers: write the accuracy tables and pictures of README and docs, and the residuals"
                    + " behind uncertainty intervals, into Meshwright's sources.")
    private @Nullable Path sources;

    /** Refuses predictions of several files. */
    public void require(int files) {
        if (predictions != null && files > 1) {
            throw new ParameterException(command.commandLine(), "--predictions takes one file of measurements.");
        }
    }

    /** Refuses a place where predictions cannot be written, before anybody waits for them. */
    public void requirePlace() {
        if (predictions != null) {
            AtomicFiles.require(predictions);
        }
        if (plots != null) {
            AtomicFiles.require(plots.resolve("accuracy.svg"));
        }
    }

    /** Writes predictions even where there are none, with the reasons. */
    public void writePredictions(ValidateRequest request, ValidationAnswer answer, Terminal terminal) {
        if (predictions != null) {
            String rows = MeasurementFiles.predictions(
                    request.files().getFirst().table(),
                    answer.files().values().iterator().next());
            Written.orShown(terminal, predictions, rows, "Written: ");
        }
    }

    /** Writes pictures and tables. */
    public void write(ValidationAnswer answer, Terminal terminal) {
        Path folder = plots;
        if (folder != null) {
            AccuracyPictures.of(answer, "").forEach((name, svg) -> Written.file(terminal, folder.resolve(name), svg));
            PlotsOutput.write(folder, ValidationReport.of(answer, ""), terminal);
        }
        Path root = sources;
        if (root != null) {
            AccuracyFiles.files(answer, root)
                    .forEach((file, content) -> Written.file(terminal, root.resolve(file), content));
        }
    }
}
