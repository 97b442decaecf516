package dev.meshwright.cli.output;

import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.AtomicFiles;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a calibration is written. */
public final class EfficiencyOutput {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "EFFICIENCY",
            description = "Where the factors are written (YAML, or JSON by its name).")
    private @Nullable Path file;

    /** Refuses a place that cannot be written. */
    public void require() {
        if (file != null) {
            AtomicFiles.require(file);
        }
    }

    /** Writes {@code document}, if somebody said where. */
    public void write(Map<String, Object> document, Terminal terminal) {
        if (file != null) {
            Written.orShown(terminal, file, Written.text(file, document), "Written: ");
        }
    }
}
