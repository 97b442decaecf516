package dev.meshwright.cli.output;

import dev.meshwright.io.tree.AtomicFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a plan is written. */
public final class PlanOutput {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PLAN",
            description = "Where the plan is written (default: solutions/<problem file>.yaml).")
    private @Nullable Path file;

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
