package dev.meshwright.workbench;

import dev.meshwright.io.measured.BenchFiles;
import java.util.List;

/**
 * Asks for a benchmark.
 *
 * @param bench what is measured, as its configuration says
 * @param only cases or problems whose name contains this
 * @param algorithms in place of the configured ones, if not empty
 */
public record BenchRequest(BenchFiles.Bench bench, String only, List<String> algorithms) {

    public BenchRequest {
        algorithms = List.copyOf(algorithms);
    }

    /** All of {@code bench}, as configured. */
    public static BenchRequest of(BenchFiles.Bench bench) {
        return new BenchRequest(bench, "", List.of());
    }
}
