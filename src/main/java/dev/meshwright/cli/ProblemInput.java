package dev.meshwright.cli;

import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The problem that a command is about, on GPUs as they are calibrated. */
final class ProblemInput {

    @Parameters(index = "0", paramLabel = "PROBLEM", description = "Problem file (YAML or JSON).")
    private Path file = Path.of("");

    @Mixin
    private EfficiencyOption efficiency = new EfficiencyOption();

    /** Where the problem stands. */
    Path file() {
        return file;
    }

    /** Reads the problem. */
    ProblemDocument read() {
        return efficiency.applied(ProblemFiles.open(file));
    }

    /** What the user's own measurements say; nothing without them. */
    Calibration calibration() {
        return efficiency.calibration();
    }
}
