package dev.meshwright.workbench;

import dev.meshwright.io.problem.ProblemDocument;

/**
 * Asks for the best layout of a problem.
 *
 * @param problem as it was read
 * @param constants that layouts are costed with
 * @param runnersUp how many layouts with other parallel degrees to compare the best with
 * @param replayed whether the serving loops of the best are replayed
 * @param effort seed and time
 */
public record SearchRequest(
        ProblemDocument problem, Constants constants, int runnersUp, boolean replayed, Effort effort) {

    /** Runners-up where nobody says how many. */
    public static final int RUNNERS_UP = 3;

    /** The same request about another problem. */
    public SearchRequest about(ProblemDocument other) {
        return new SearchRequest(other, constants, runnersUp, replayed, effort);
    }

    /** The best layout by the standard constants, compared with {@value #RUNNERS_UP} others. */
    public static SearchRequest of(ProblemDocument problem) {
        return new SearchRequest(problem, Constants.STANDARD, RUNNERS_UP, true, Effort.DEFAULT);
    }
}
