package dev.meshwright.cost.uncertainty;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a question about serving has in common with measured rows.
 *
 * @param gpus of the cluster, however it is written
 * @param inFlight requests in flight; 0 where they are not said
 * @param inputTokens of the longest prompt
 * @param outputTokens of an answer
 * @param families of the GPUs
 */
public record Circumstances(
        double gpus, double inFlight, double inputTokens, double outputTokens, SortedSet<String> families) {

    public Circumstances {
        families = new TreeSet<>(families);
    }

    /** Those of {@code problem}; nothing is said of what is no serving. */
    static Circumstances of(Problem problem) {
        SortedSet<String> families = new TreeSet<>();
        problem.cluster().nodes().forEach(group -> families.add(group.gpu().family()));
        return switch (problem.workload()) {
            case Serving serving ->
                of(problem, serving.concurrency(), serving.longest(), serving.outputTokens(), families);
            case Decode decode -> of(problem, decode.concurrency(), decode.longest(), decode.outputTokens(), families);
            case Prefill prefill -> of(problem, OptionalInt.empty(), 0, 0, families);
            case Training training -> of(problem, OptionalInt.empty(), 0, 0, families);
        };
    }

    private static Circumstances of(
            Problem problem, OptionalInt inFlight, int input, int output, SortedSet<String> families) {
        return new Circumstances(problem.cluster().gpus(), inFlight.orElse(0), input, output, families);
    }
}
