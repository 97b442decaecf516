package dev.meshwright.cli.option;

import dev.meshwright.cli.option.value.PriceOption;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.workbench.Constants;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The problem that a command is about, and the constants that it is costed with. */
public final class ProblemInput {

    @Parameters(index = "0", paramLabel = "PROBLEM", description = "Problem file (YAML or JSON).")
    private Path file = Path.of("");

    @Mixin
    private OutsideOption outside = new OutsideOption();

    @Mixin
    private PriceOption prices = new PriceOption();

    @Mixin
    private EfficiencyOption efficiency = new EfficiencyOption();

    /** Where the problem stands. */
    public Path file() {
        return file;
    }

    /** Reads the problem. */
    public ProblemDocument read() {
        return ProblemFiles.open(file, outside.allowed(), prices.read());
    }

    /** Reads the constants. */
    public Constants constants() {
        return efficiency.constants();
    }
}
