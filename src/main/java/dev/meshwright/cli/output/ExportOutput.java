package dev.meshwright.cli.output;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.AtomicFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Option;

/** Where the files that start a plan are written. */
public final class ExportOutput {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "Write the files there.")
    private Path folder = Path.of("");

    @Option(names = "--force", description = "Write over files that are there.")
    private boolean force;

    /** The path of a file from the folder. */
    public Path seenFrom(Path file) {
        Path from = folder.toAbsolutePath().normalize();
        Path to = file.toAbsolutePath().normalize();
        return Objects.equals(from.getRoot(), to.getRoot()) ? from.relativize(to) : to;
    }

    /** Refuses a place that cannot be written. */
    public void require() {
        AtomicFiles.require(folder.resolve("README.md"));
    }

    /**
     * Writes all files, or none where one of them is there already.
     *
     * @throws InvalidInputException with every file that is there
     */
    public void write(Map<String, String> files, Terminal terminal) {
        List<Fault> faults = new ArrayList<>();
        for (String name : files.keySet()) {
            Path file = folder.resolve(name);
            if (!force && Files.exists(file)) {
                faults.add(new Fault(file.toString(), "", "", "is there already", "Maybe --force."));
            } else {
                AtomicFiles.require(file);
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        files.forEach((name, text) -> Written.file(terminal, folder.resolve(name), text));
    }
}
