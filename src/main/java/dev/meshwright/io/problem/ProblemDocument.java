package dev.meshwright.io.problem;

import dev.meshwright.facts.problem.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A problem file as read.
 *
 * @param problem what it means
 * @param notes sentences about what was not stated and therefore assumed
 * @param concurrencies numbers of sequences in flight, where the file lists several, ascending: the problem has the largest
 * @param formats the same problem with its weights in each of several formats, by label, where the file lists them: the problem has the first
 * @param digest of the meaning: the same for two files that say the same, see {@link Digest}
 */
public record ProblemDocument(
        Problem problem,
        List<String> notes,
        List<Integer> concurrencies,
        Map<String, ProblemDocument> formats,
        String digest) {
    public ProblemDocument {
        notes = List.copyOf(notes);
        concurrencies = List.copyOf(concurrencies);
        formats = Collections.unmodifiableMap(new LinkedHashMap<>(formats));
    }

    /** A problem in one format, with one number of sequences in flight, or a free one. */
    public ProblemDocument(Problem problem, List<String> notes, String digest) {
        this(problem, notes, List.of(), Map.of(), digest);
    }
}
