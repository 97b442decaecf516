package dev.meshwright.question.search;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a search found and why nothing is better.
 *
 * @param best the best complete layout; empty if none is feasible
 * @param runnersUp the next best with other parallel degrees, best first
 * @param combinations degrees looked at
 * @param feasible of them may work
 * @param infeasible of them cannot, by reason
 * @param placed complete layouts that were evaluated
 * @param boundPerformance the best bound of any degrees: what no layout of the space can exceed
 * @param gap by which any layout of the space could still exceed the best, at most; 0 when it is proven best,
 *     infinite where nothing feasible was found but a better placement might be
 * @param closest where nothing is feasible, the degrees that come closest to fitting
 * @param complete whether the search ran to its proof, or was cut off
 */
public record SearchResult(
        Optional<Candidate> best,
        List<Candidate> runnersUp,
        long combinations,
        long feasible,
        Map<Infeasibility, Long> infeasible,
        int placed,
        Optional<Performance> boundPerformance,
        double gap,
        Optional<Closest> closest,
        boolean complete) {

    public SearchResult {
        runnersUp = List.copyOf(runnersUp);
        infeasible = Map.copyOf(infeasible);
    }

    /** The same search with a better placement of its best degrees: what it proves stays, the gap shrinks. */
    public SearchResult withBest(Candidate better) {
        double before = best.orElseThrow().evaluation().performance().tokensPerSecond();
        double open = before * (1 + gap);
        double now = better.evaluation().performance().tokensPerSecond();
        return new SearchResult(
                Optional.of(better),
                runnersUp,
                combinations,
                feasible,
                infeasible,
                placed,
                boundPerformance,
                Math.max(0, open / now - 1),
                closest,
                complete);
    }

    /**
     * A complete layout with its evaluation.
     *
     * @param layout complete
     * @param evaluation exact
     * @param bound optimistic performance of its degrees
     * @param placementGap by which a better placement of the same degrees could shorten its step, at most
     */
    public record Candidate(Layout layout, Evaluation evaluation, Performance bound, double placementGap) {}

    /**
     * Degrees that come closest where nothing is feasible.
     *
     * @param degrees which
     * @param reason why they fail
     * @param excess what they need over what there is: bytes over usable bytes, seconds over the target
     * @param needed bytes or seconds
     * @param available bytes or seconds
     */
    public record Closest(Degrees degrees, Infeasibility reason, double excess, double needed, double available) {}
}
