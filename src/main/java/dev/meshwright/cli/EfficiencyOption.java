package dev.meshwright.cli;

import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.io.catalogue.CalibrationFiles;
import dev.meshwright.io.problem.ProblemDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Constants that {@code calibrate} fitted to the user's own measurements. */
final class EfficiencyOption {

    @Option(
            names = "--efficiency",
            paramLabel = "FILE",
            description = "Use the constants that calibrate fitted to your own measurements.")
    private @Nullable Path file;

    private @Nullable Calibration read;

    /** What the file says; nothing without one. */
    Calibration calibration() {
        if (file == null) {
            return Calibration.NONE;
        }
        if (read == null) {
            read = CalibrationFiles.read(file);
        }
        return read;
    }

    /** The problem with notes of what was calibrated; the same without a file. */
    ProblemDocument applied(ProblemDocument document) {
        if (file == null) {
            return document;
        }
        List<String> notes = new ArrayList<>(document.notes());
        notes.addAll(notes(document.problem().cluster().nodes().stream()
                .map(group -> group.gpu().name())
                .toList()));
        return new ProblemDocument(document.problem(), notes, document.digest());
    }

    /** What was calibrated, and which of {@code gpus} were not; nothing without a file. */
    List<String> notes(List<String> gpus) {
        if (file == null) {
            return List.of();
        }
        Calibration calibration = calibration();
        List<String> notes = new ArrayList<>();
        List<String> factors = new ArrayList<>();
        calibration
                .factors()
                .forEach((factor, value) ->
                        factors.add(factor.label() + " x " + String.format(Locale.ROOT, "%.3f", value)));
        notes.add("Constants calibrated by " + file.getFileName() + ": "
                + (factors.isEmpty() ? "none" : String.join(", ", factors)) + "; bounds are of the calibrated GPU.");
        gpus.stream()
                .distinct()
                .filter(name -> !calibration.gpus().contains(name))
                .forEach(name -> notes.add(
                        "The calibration has no measurement of " + name + ": its rates are the standard ones."));
        return notes;
    }
}
