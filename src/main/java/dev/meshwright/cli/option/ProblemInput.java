package dev.meshwright.cli.option;

import dev.meshwright.io.price.PriceFile;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.workbench.Constants;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The problem that a command is about, and the constants that it is costed with. */
public final class ProblemInput {

    @Parameters(index = "0", paramLabel = "PROBLEM", description = "Problem file (YAML or JSON).")
    private Path file = Path.of("");

    @Mixin
    private OutsideOption outside = new OutsideOption();

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description =
                    "Prices of GPUs (CSV: gpu, such as usd_per_gpu_hour, date, source) in place of the problem's.")
    private Optional<Path> prices = Optional.empty();

    @Option(
            names = "--price-column",
            paramLabel = "NAME",
            description = "Column of --prices to take, where it has several.")
    private Optional<String> priceColumn = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private EfficiencyOption efficiency = new EfficiencyOption();

    /** Where the problem stands. */
    public Path file() {
        return file;
    }

    /** Reads the problem. */
    public ProblemDocument read() {
        if (prices.isEmpty() && priceColumn.isPresent()) {
            throw new ParameterException(command.commandLine(), "--price-column is of --prices, which is not there.");
        }
        return ProblemFiles.open(file, outside.allowed(), prices.map(list -> PriceFile.read(list, priceColumn)));
    }

    /** Reads the constants. */
    public Constants constants() {
        return efficiency.constants();
    }
}
