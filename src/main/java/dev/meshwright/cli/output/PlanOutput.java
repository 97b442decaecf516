package dev.meshwright.cli.output;

import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.AtomicFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
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
            Written.file(terminal, simplest, Written.text(simplest, plan.get()));
        }
    }

    /** Writes {@code plan}, found for the problem in {@code problemFile}; returns where to. */
    public Path write(Map<String, Object> plan, Path problemFile) {
        Path target = file == null ? Path.of("solutions", stem(problemFile) + ".yaml") : file;
        AtomicFiles.write(target, Written.text(target, plan).getBytes(StandardCharsets.UTF_8));
        return target;
    }

    private static String stem(Path problemFile) {
        return String.valueOf(problemFile.getFileName()).replaceFirst("\\.(yaml|yml|json)$", "");
    }
}
