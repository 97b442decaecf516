package dev.meshwright.cli.output;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.AtomicFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a plan is written. */
public final class PlanOutput {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PLAN",
            description = "Where the plan is written (default: solutions/<problem file>.yaml).")
    private @Nullable Path file;

    @Option(
            names = "--simplest",
            paramLabel = "PLAN",
            description = "Also write the simplest of the layouts that measurements may not tell apart from the best.")
    private @Nullable Path simplest;

    /** Writes the simplest plan, where that was asked for. */
    public void writeSimplest(Supplier<Map<String, Object>> plan, Terminal terminal) {
        if (simplest != null) {
            Written.orShown(terminal, simplest, Written.text(simplest, plan.get()), "Written: ");
        }
    }

    /** Refuses a place that was stated and cannot be written, before anybody waits for the plan. */
    public void require() {
        if (file != null) {
            AtomicFiles.require(file);
        }
        if (simplest != null) {
            AtomicFiles.require(simplest);
        }
    }

    /** The file that was stated. */
    public Optional<Path> stated() {
        return Optional.ofNullable(file);
    }

    /**
     * Writes {@code plan}, found for the problem in {@code problemFile}, and says where to. Where the usual place cannot be written
     * that is said; where a stated one cannot, the plan goes to standard output.
     *
     * @throws InvalidInputException if the stated place cannot be written
     */
    public void write(Map<String, Object> plan, Path problemFile, Terminal terminal) {
        Path target = file == null ? Path.of("solutions", stem(problemFile) + ".yaml") : file;
        String text = Written.text(target, plan);
        if (file != null) {
            Written.orShown(terminal, target, text, "Plan written to ");
            return;
        }
        try {
            AtomicFiles.write(target, text.getBytes(StandardCharsets.UTF_8));
            terminal.talk("Plan written to " + target);
        } catch (InvalidInputException unwritten) {
            terminal.say("Plan not written: " + target + " "
                    + unwritten.faults().getFirst().message()
                    + ". Maybe -o FILE, or --format json for the plan itself.");
        }
    }

    private static String stem(Path problemFile) {
        return String.valueOf(problemFile.getFileName()).replaceFirst("\\.(yaml|yml|json)$", "");
    }
}
