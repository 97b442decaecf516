package dev.meshwright.cli.output;

import dev.meshwright.answer.picture.chart.Plots;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.AtomicFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the charts of an answer's page are written as pictures. */
public final class PlotsOutput {

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "Also write each chart of the answer's page as a picture, SVG and PNG.")
    private @Nullable Path folder;

    /** Refuses a place that cannot be written, before anybody waits for the answer. */
    public void require() {
        if (folder != null) {
            AtomicFiles.require(folder.resolve("chart.svg"));
        }
    }

    /** Whether somebody said where. */
    public boolean wanted() {
        return folder != null;
    }

    /** Writes the charts of {@code document}, if somebody said where. */
    public void write(Supplier<? extends Map<String, ?>> document, Terminal terminal) {
        if (folder != null) {
            write(folder, document.get(), terminal);
        }
    }

    /** Writes the charts of {@code document} into {@code target}. */
    public static void write(Path target, Map<String, ?> document, Terminal terminal) {
        Map<String, byte[]> pictures = Plots.of(document);
        pictures.forEach((name, bytes) -> AtomicFiles.write(target.resolve(name), bytes));
        terminal.talk("Written: " + pictures.size() + " pictures in " + target);
    }
}
