package dev.meshwright.answer.explain;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.search.SearchResult;
import java.util.Optional;

/**
 * How far a search got that was stopped before any layout was complete.
 *
 * @param combinations of degrees that were counted
 * @param feasible of them may work
 * @param bound what no layout exceeds; empty where not all combinations were counted
 * @param sentence the same in words
 */
public record Unfinished(long combinations, long feasible, Optional<Proof.Bound> bound, String sentence) {

    /** Of a search that found nothing and did not come to its end. */
    public static Unfinished of(Problem problem, SearchResult result) {
        Optional<Proof.Bound> bound = Double.isInfinite(result.bound())
                ? Optional.empty()
                : Optional.of(Proof.bound(problem, result.bound()));
        String counted = Figures.number(result.combinations(), "combination") + " of degrees";
        String sentence = bound.map(proven -> "Of " + counted + ", " + Figures.count(result.feasible())
                        + " may work; none can " + Proof.value(problem, proven) + ".")
                .orElse("Combinations of degrees were still being counted, " + Figures.count(result.combinations())
                        + " so far, so there is no bound yet.");
        return new Unfinished(result.combinations(), result.feasible(), bound, sentence);
    }
}
