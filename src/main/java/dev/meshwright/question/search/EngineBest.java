package dev.meshwright.question.search;

import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.Optional;

/**
 * The best that an engine can express of a problem that names none, by the same constants as all else.
 *
 * @param space of the newest known release
 * @param best the best layout that it can express; empty where none works
 * @param gap by which another one that it can express could exceed that, at most; 0 where none does
 */
public record EngineBest(EngineSpace space, Optional<Candidate> best, double gap) {}
