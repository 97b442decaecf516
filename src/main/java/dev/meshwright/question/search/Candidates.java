package dev.meshwright.question.search;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.Optional;

/** Places degrees and judges what comes out. */
final class Candidates {

    private final CostModel costModel;
    private final Problem problem;
    private final LayoutPlacer placer;
    private final Ranking ranking;
    private int placed;

    Candidates(CostModel costModel, LayoutPlacer placer) {
        this.costModel = costModel;
        this.problem = costModel.problem();
        this.placer = placer;
        this.ranking = new Ranking(problem);
    }

    /** Layouts placed so far. */
    int placed() {
        return placed;
    }

    /** The best placement of {@code degrees}; empty where none fits into memory. */
    Optional<Candidate> place(Degrees degrees, Performance bound) {
        return place(degrees, bound, placer);
    }

    /** The same with experts where they are in another layout. */
    Optional<Candidate> place(Degrees degrees, Performance bound, ExpertSlots experts) {
        return place(degrees, bound, placer.keeping(experts));
    }

    /** The best placement that an engine can express; it is not counted among the layouts placed for the best of all. */
    Optional<Candidate> placeWithin(EngineSpace space, Degrees degrees, Performance bound) {
        return completed(degrees, bound, placer.within(space));
    }

    private Optional<Candidate> place(Degrees degrees, Performance bound, LayoutPlacer placing) {
        placed++;
        return completed(degrees, bound, placing);
    }

    private Optional<Candidate> completed(Degrees degrees, Performance bound, LayoutPlacer placing) {
        return placing.place(degrees)
                .map(found -> new Candidate(
                        found.layout(), costModel.evaluate(found.layout()), bound, found.gap(), found.bounded()));
    }

    /** The best layout's degrees placed thoroughly, where a better placement could still win anything. */
    Candidate finished(Candidate best, LayoutPlacer finisher) {
        if (best.placementGap() == 0 || finisher == placer) {
            return best;
        }
        return completed(best.layout().degrees(), best.bound(), finisher)
                .filter(this::works)
                .orElse(best);
    }

    /** Worth of a layout. */
    double worth(Candidate candidate) {
        return ranking.worth(candidate.layout(), candidate.evaluation());
    }

    /** Whether it is feasible and misses no target that binds. */
    boolean works(Candidate candidate) {
        return ranking.works(candidate.evaluation());
    }

    /** Why it does not work. */
    Infeasibility failure(Candidate candidate) {
        if (!candidate.evaluation().feasible()) {
            return Infeasibility.MEMORY;
        }
        Constraint missed = candidate.evaluation().missedTargets().stream()
                .filter(ranking::binds)
                .findFirst()
                .orElseThrow()
                .constraint();
        if (missed == Constraint.TARGET_TIME_TO_FIRST_TOKEN) {
            return Infeasibility.TIME_TO_FIRST_TOKEN;
        }
        return missed == Constraint.TARGET_TIME_PER_OUTPUT_TOKEN
                ? Infeasibility.TIME_PER_OUTPUT_TOKEN
                : Infeasibility.THROUGHPUT;
    }

    /**
     * Whether no placement of the same degrees can help, nor of a larger batch: it fits into no memory, or is late even with
     * its step shorter by its gap.
     */
    boolean exceeds(Candidate found) {
        boolean lateEvenSo = found.evaluation().missedTargets().stream()
                .filter(Violation::late)
                .anyMatch(missed -> missed.actual() > missed.limit() * (1 + found.placementGap()));
        return found.bounded() && (lateEvenSo || !found.evaluation().feasible());
    }

    /** Whether nothing but a throughput that decides is missed. */
    boolean onlyShort(Candidate found) {
        Evaluation evaluation = found.evaluation();
        return evaluation.feasible() && !evaluation.late() && !ranking.works(evaluation);
    }

    /** Whether no placement of the same degrees reaches a throughput that decides. */
    private boolean fallsShort(Candidate found) {
        return found.evaluation().missedTargets().stream()
                .filter(missed -> ranking.binds(missed) && !missed.late())
                .anyMatch(missed -> missed.actual() * (1 + found.placementGap()) < missed.limit());
    }

    /**
     * Worth that a perfect placement of the same degrees could have where the placement knows: its step shorter by its gap.
     * Nothing if it would miss a target that binds even so.
     */
    double reachable(Candidate found) {
        if (!found.bounded()) {
            return Double.POSITIVE_INFINITY;
        }
        if (exceeds(found) || fallsShort(found)) {
            return Double.NEGATIVE_INFINITY;
        }
        double worth = worth(found);
        // More tokens per second never make up for a GPU.
        return worth > 0
                ? worth * (1 + found.placementGap()) * ranking.dearer(found.layout())
                : Math.nextDown(Math.ceil(worth));
    }
}
