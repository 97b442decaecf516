package dev.meshwright.cli.output;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.launch.PoolFiles;
import dev.meshwright.io.tree.AtomicFiles;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where problem and plan of a launch are written. */
public final class LaunchOutput {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Write problem.yaml and plan.yaml there, for each pool where there are several.")
    private @Nullable Path folder;

    /** Refuses a place that cannot be written. */
    public void require() {
        if (folder != null) {
            AtomicFiles.require(folder.resolve("problem.yaml"));
        }
    }

    /** Writes the files of all pools, if somebody said where. */
    public void write(List<PoolFiles> pools, Terminal terminal) {
        Path place = folder;
        if (place == null) {
            return;
        }
        if (pools.isEmpty()) {
            throw new InvalidInputException(List.of(new Fault(
                    place.toString(),
                    "",
                    "",
                    "cannot be written: a problem needs a model of the catalogue, kinds of GPUs, and degrees that fill them",
                    "Maybe --gpu h200 or --model NAME; without -o the launch is shown as far as it goes.")));
        }
        boolean several = pools.size() > 1;
        for (PoolFiles pool : pools) {
            Written.file(terminal, place.resolve(pool.fileName("problem", several)), pool.problemText());
            Written.file(terminal, place.resolve(pool.fileName("plan", several)), pool.planText());
        }
    }
}
