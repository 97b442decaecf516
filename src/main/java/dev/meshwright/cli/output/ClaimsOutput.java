package dev.meshwright.cli.output;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.AtomicFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where drafted claims are written. */
public final class ClaimsOutput {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the claims there instead of to standard output.")
    private @Nullable Path output;

    @Option(names = "--force", description = "Replace the file if it exists; what was edited in it is lost.")
    private boolean force;

    /** Refuses a place that cannot be written, or that holds what somebody may have edited. */
    public void require() {
        if (output == null) {
            return;
        }
        AtomicFiles.require(output);
        if (Files.isRegularFile(output) && !force) {
            throw new InvalidInputException(
                    List.of(new Fault(output.toString(), "", "", "exists already", "Maybe another name, or --force.")));
        }
    }

    /** Writes {@code text}, or answers with it where nobody said where; {@code counts} says what it holds. */
    public void write(String text, String counts, Terminal terminal) {
        if (output == null) {
            terminal.answer(text);
        } else {
            try {
                AtomicFiles.write(output, text.getBytes(StandardCharsets.UTF_8));
            } catch (InvalidInputException unwritten) {
                terminal.answer(text);
                throw unwritten;
            }
            terminal.talk("Wrote " + output + ": " + counts + ". Next: read it, then meshwright check PROBLEM PLAN"
                    + " --claims-file " + output);
        }
    }
}
