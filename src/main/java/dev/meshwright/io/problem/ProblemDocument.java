package dev.meshwright.io.problem;

import dev.meshwright.facts.problem.Problem;
import java.util.List;

/**
 * A problem file as read.
 *
 * @param problem what it means
 * @param notes sentences about what was not stated and therefore assumed
 * @param digest of the meaning: the same for two files that say the same, see {@link Digest}
 */
public record ProblemDocument(Problem problem, List<String> notes, String digest) {
    public ProblemDocument {
        notes = List.copyOf(notes);
    }
}
