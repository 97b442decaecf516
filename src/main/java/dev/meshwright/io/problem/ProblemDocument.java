package dev.meshwright.io.problem;

import dev.meshwright.facts.problem.Problem;
import java.util.List;

/**
 * A problem file as read.
 *
 * @param problem what it means
 * @param notes sentences about what was not stated and therefore assumed
 * @param concurrencies numbers of sequences in flight, where the file lists several, ascending: the problem has the largest
 * @param digest of the meaning: the same for two files that say the same, see {@link Digest}
 */
public record ProblemDocument(Problem problem, List<String> notes, List<Integer> concurrencies, String digest) {
    public ProblemDocument {
        notes = List.copyOf(notes);
        concurrencies = List.copyOf(concurrencies);
    }

    /** A problem with one number of sequences in flight, or a free one. */
    public ProblemDocument(Problem problem, List<String> notes, String digest) {
        this(problem, notes, List.of(), digest);
    }
}
