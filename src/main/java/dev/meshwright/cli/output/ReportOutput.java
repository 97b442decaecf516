package dev.meshwright.cli.output;

import dev.meshwright.answer.report.Report;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.Documents;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the page of an answer is written. */
public final class ReportOutput {

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Also write the answer as one self-contained page, with charts and derivations.")
    private @Nullable Path file;

    /** Refuses a place that cannot be written, before anybody waits for the answer. */
    public void require() {
        if (file != null) {
            AtomicFiles.require(file);
        }
    }

    /** Whether somebody said where. */
    public boolean wanted() {
        return file != null;
    }

    /** Writes the page of {@code document}, if somebody said where. */
    public void write(Map<String, Object> document, Terminal terminal) {
        if (file != null) {
            write(file, document, terminal);
        }
    }

    /** Writes the page of {@code document} to {@code target}. */
    public static void write(Path target, Map<String, ?> document, Terminal terminal) {
        Written.file(terminal, target, Report.of(document, Documents.toJson(document)));
    }
}
