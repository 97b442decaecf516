package dev.meshwright.answer.explain;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.search.Ranking;
import dev.meshwright.question.search.SearchResult;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Why nothing in the space is better, or by how much something could be.
 *
 * @param combinations of degrees that were looked at
 * @param feasible of them may work
 * @param placed of those that were completed and evaluated
 * @param infeasible of them, by reason
 * @param gap by which another layout may exceed the best, at most
 * @param complete whether the search ran to its end
 * @param sentence the argument
 */
public record Proof(
        long combinations,
        long feasible,
        int placed,
        Map<Infeasibility, Long> infeasible,
        double gap,
        boolean complete,
        String sentence) {

    /** Gaps below this are rounding. */
    private static final double CLOSED = 5e-5;

    public Proof {
        infeasible = Collections.unmodifiableMap(new EnumMap<>(infeasible));
    }

    /** The proof that a search ended with; it must have found something. */
    static Proof of(Problem problem, SearchResult result) {
        Map<Infeasibility, Long> infeasible = new EnumMap<>(Infeasibility.class);
        infeasible.putAll(result.infeasible());
        return new Proof(
                result.combinations(),
                result.feasible(),
                result.placed(),
                infeasible,
                result.gap(),
                result.complete(),
                sentence(problem, result));
    }

    /** Whether no layout of the space is better. */
    public boolean closed() {
        return complete && gap < CLOSED;
    }

    private static String sentence(Problem problem, SearchResult result) {
        SearchResult.Candidate best = result.best().orElseThrow();
        String value = value(
                problem, best.evaluation().performance(), best.evaluation().gpus(), 0);
        String placed = placed(result);
        if (!result.complete()) {
            return "The search was cut off after " + Figures.number(result.placed(), "combination") + " of "
                    + Figures.count(result.feasible())
                    + " had been placed and evaluated in full. Another layout may be better by up to "
                    + Figures.percent(result.gap()) + ".";
        }
        boolean proven = problem.objective() == Objective.GPUS
                ? result.gap() * best.evaluation().gpus() < 1
                : result.gap() < CLOSED;
        if (proven) {
            return "Best under the cost model: " + others(result.feasible() - 1, value) + ". " + placed;
        }
        return "No combination of degrees can "
                + value(
                        problem,
                        best.evaluation().performance(),
                        best.evaluation().gpus(),
                        result.gap()) + ", which is "
                + Figures.percent(result.gap()) + " better than this layout; the"
                + " difference is what better placements could still win. " + placed;
    }

    private static String others(long others, String value) {
        if (others <= 0) {
            return "no other combination of degrees may work";
        }
        return others == 1
                ? "the one other combination of degrees that may work cannot " + value
                : "none of the other " + Figures.count(others) + " combinations of degrees that may work can " + value;
    }

    private static String placed(SearchResult result) {
        return Figures.number(result.placed(), "combination") + (result.placed() == 1 ? " was" : " were")
                + " placed and evaluated in full; the optimistic bounds of the rest are no better.";
    }

    private static String value(Problem problem, Performance performance, int gpus, double gap) {
        return switch (problem.objective()) {
            case THROUGHPUT -> "exceed " + Figures.tokensPerSecond(performance.tokensPerSecond() * (1 + gap));
            case LATENCY ->
                "take less than " + Figures.seconds(new Ranking(problem).latencySeconds(performance) / (1 + gap));
            case GPUS -> "do with fewer than " + Figures.number(Math.ceil(gpus * (1 - gap)), "GPU");
        };
    }
}
