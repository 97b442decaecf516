package dev.meshwright.cli.option.value;

import dev.meshwright.io.price.PriceFile;
import dev.meshwright.io.price.PriceList;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prices of GPUs from a table, in place of those that a problem states. */
public final class PriceOption {

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
    private Optional<String> column = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Reads the table, if one is named.
     *
     * @throws ParameterException if a column is named and no table
     */
    public Optional<PriceList> read() {
        if (prices.isEmpty() && column.isPresent()) {
            throw new ParameterException(command.commandLine(), "--price-column is of --prices, which is not there.");
        }
        return prices.map(list -> PriceFile.read(list, column));
    }
}
