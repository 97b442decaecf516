package dev.meshwright.question.search;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.layout.Degrees;
import dev.meshwright.question.search.SearchResult.Closest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which degrees came closest to working. */
final class ClosestDegrees {

    /** Cuts that nearly work, that anybody wants to read of. */
    private static final int MOST_MISSES = 5;

    private final CostModel costModel;
    private final Problem problem;
    private @Nullable Closest closest;
    private final List<Closest> misses = new ArrayList<>();

    ClosestDegrees(CostModel costModel) {
        this.costModel = costModel;
        this.problem = costModel.problem();
    }

    Optional<Closest> closest() {
        return Optional.ofNullable(closest);
    }

    /** Cuts of which no batch works, those that come closest first. */
    List<Closest> misses() {
        return List.copyOf(misses);
    }

    /** The same of all batches of a cut. */
    void miss(Degrees lightest, DegreeBound bound) {
        refuse(lightest, bound);
        Closest candidate = closest(lightest, bound);
        misses.add(candidate);
        misses.sort(Comparator.comparingDouble(Closest::excess));
        if (misses.size() > MOST_MISSES) {
            misses.removeLast();
        }
    }

    /** Notes the lightest of some degrees of which nothing works. */
    void refuse(Degrees lightest, DegreeBound bound) {
        Closest candidate = closest(lightest, bound);
        if (closest == null || candidate.excess() < closest.excess()) {
            closest = candidate;
        }
    }

    private Closest closest(Degrees degrees, DegreeBound bound) {
        Performance performance = bound.performance();
        Targets targets = problem.targets();
        return switch (bound.infeasibility()) {
            case MEMORY -> closest(degrees, Infeasibility.MEMORY, bound.memoryBytes(), costModel.usableBytes());
            case TIME_TO_FIRST_TOKEN ->
                closest(
                        degrees,
                        Infeasibility.TIME_TO_FIRST_TOKEN,
                        performance.timeToFirstTokenSeconds().orElseThrow(),
                        targets.timeToFirstTokenSeconds().orElseThrow());
            case TIME_PER_OUTPUT_TOKEN ->
                closest(
                        degrees,
                        Infeasibility.TIME_PER_OUTPUT_TOKEN,
                        performance.timePerOutputTokenSeconds().orElseThrow(),
                        targets.timePerOutputTokenSeconds().orElseThrow());
            case THROUGHPUT -> {
                Targets.ThroughputTarget target = targets.throughput().orElseThrow();
                int gpus = target.scope() == Targets.Scope.SYSTEM ? 1 : degrees.gpus();
                double missing = target.tokensPerSecond() * gpus;
                yield new Closest(
                        degrees,
                        Infeasibility.THROUGHPUT,
                        missing / performance.tokensPerSecond(),
                        performance.tokensPerSecond(),
                        missing);
            }
            case null -> throw new IllegalStateException("Feasible degrees have no reason to fail.");
        };
    }

    private static Closest closest(Degrees degrees, Infeasibility reason, double needed, double available) {
        return new Closest(degrees, reason, needed / available, needed, available);
    }
}
