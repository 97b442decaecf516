package dev.meshwright.question.search;

import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.List;
import java.util.Optional;

/**
 * What engines cost: what was found beside what they cannot express.
 *
 * @param kept the space that the search was kept to; empty where it was not
 * @param beyond the best layout that this space leaves out, where it is better than what was found
 * @param gap by which another one that it leaves out could exceed that, at most
 * @param complete whether all that the space leaves out was looked at
 * @param engines the best that each engine can express, where the search was kept to none
 */
public record EngineComparison(
        Optional<EngineSpace> kept,
        Optional<Candidate> beyond,
        double gap,
        boolean complete,
        List<EngineBest> engines) {

    /** Nothing was compared. */
    public static final EngineComparison NONE =
            new EngineComparison(Optional.empty(), Optional.empty(), 0, true, List.of());

    public EngineComparison {
        engines = List.copyOf(engines);
    }
}
