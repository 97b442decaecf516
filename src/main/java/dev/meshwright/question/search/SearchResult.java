package dev.meshwright.question.search;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a search found and why nothing is better.
 *
 * @param best the best complete layout; empty if none is feasible
 * @param runnersUp the next best with other parallel degrees, best first
 * @param combinations cuts of the model looked at, each with all its batches and, in inference, numbers of instances
 * @param feasible of them may work
 * @param infeasible of them cannot, by reason
 * @param bounded families of degrees that were bounded to know
 * @param placed complete layouts that were evaluated
 * @param bound worth that no layout of the space exceeds, by the {@link Ranking} of the problem; that of the best layout
 *     where it is proven best, negative infinity where nothing can work, infinite where the search was cut off while it counted
 * @param gap by which any layout of the space could still exceed the best, at most; 0 when it is proven best,
 *     infinite where nothing feasible was found but a better placement might be
 * @param closest where nothing is feasible, the degrees that come closest to fitting
 * @param complete whether the search ran to its proof, or was cut off
 * @param passedOver the best by the closed form, where a replay of its loop does not let it pass; what is proved is proved of the
 *     closed form
 * @param engines the best that each engine can express, where that was asked beside the best of all
 * @param misses cuts of which no batch works, the closest first; a few of them
 */
public record SearchResult(
        Optional<Candidate> best,
        List<Candidate> runnersUp,
        long combinations,
        long feasible,
        Map<Infeasibility, Long> infeasible,
        long bounded,
        int placed,
        double bound,
        double gap,
        Optional<Closest> closest,
        boolean complete,
        Optional<Candidate> passedOver,
        List<EngineBest> engines,
        List<Closest> misses) {

    /** Where engines were not asked for, and nothing was replayed. */
    public SearchResult(
            Optional<Candidate> best,
            List<Candidate> runnersUp,
            long combinations,
            long feasible,
            Map<Infeasibility, Long> infeasible,
            long bounded,
            int placed,
            double bound,
            double gap,
            Optional<Closest> closest,
            boolean complete) {
        this(
                best,
                runnersUp,
                combinations,
                feasible,
                infeasible,
                bounded,
                placed,
                bound,
                gap,
                closest,
                complete,
                Optional.empty(),
                List.of(),
                List.of());
    }

    public SearchResult {
        engines = List.copyOf(engines);
        misses = List.copyOf(misses);
        runnersUp = List.copyOf(runnersUp);
        infeasible = Map.copyOf(infeasible);
    }

    /**
     * The same search for throughput with a better placement of its best degrees: what it proves stays, the gap shrinks.
     */
    public SearchResult withBest(Candidate better) {
        double now = better.evaluation().performance().tokensPerSecond();
        return with(better, runnersUp, Math.max(bound, now), Math.max(0, bound / now - 1), passedOver);
    }

    /** The same search with another choice among what it found; what it proves stays, the gap is that of the choice. */
    SearchResult withChoice(Candidate choice, List<Candidate> others, double worth) {
        double least = worth > 0 ? bound / worth - 1 : 0;
        boolean same = best.isPresent() && best.get().layout().equals(choice.layout());
        return with(choice, others, bound, same ? gap : Math.max(gap, least), passedOver);
    }

    /** The same where that one would be the best if its replay let it pass. */
    SearchResult passingOver(Candidate late) {
        return with(best.orElseThrow(), runnersUp, bound, gap, Optional.of(late));
    }

    /** The same with so many runners-up at most. */
    public SearchResult withRunnersUp(int most) {
        return best.isEmpty() || runnersUp.size() <= most
                ? this
                : with(best.get(), runnersUp.subList(0, most), bound, gap, passedOver);
    }

    private SearchResult with(
            Candidate choice, List<Candidate> others, double proven, double open, Optional<Candidate> late) {
        return new SearchResult(
                Optional.of(choice),
                others,
                combinations,
                feasible,
                infeasible,
                bounded,
                placed,
                proven,
                open,
                closest,
                complete,
                late,
                engines,
                misses);
    }

    /**
     * A complete layout with its evaluation.
     *
     * @param layout complete
     * @param evaluation exact
     * @param bound optimistic performance of its degrees
     * @param placementGap by which the placement of its experts, and on several kinds of GPUs of its stages, exceeds
     *     its bound
     * @param bounded whether no placement of the same degrees shortens its step by more than that
     * @param served what its requests wait for; empty where its loop was not replayed
     */
    public record Candidate(
            Layout layout,
            Evaluation evaluation,
            Performance bound,
            double placementGap,
            boolean bounded,
            Optional<ServedRequests> served) {

        /** One whose loop was not replayed. */
        public Candidate(
                Layout layout, Evaluation evaluation, Performance bound, double placementGap, boolean bounded) {
            this(layout, evaluation, bound, placementGap, bounded, Optional.empty());
        }

        /** The same with a replay of its loop, and what that says of its targets. */
        Candidate with(Evaluation judged, ServedRequests replayed) {
            return new Candidate(layout, judged, bound, placementGap, bounded, Optional.of(replayed));
        }
    }

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
