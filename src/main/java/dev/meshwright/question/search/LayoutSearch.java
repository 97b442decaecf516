package dev.meshwright.question.search;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.layout.Degrees;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.SearchResult.Closest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best complete layout: every combination of degrees gets its optimistic bound, then layouts are placed and
 * evaluated in the order of their bounds until the next bound does not exceed the best complete layout.
 */
public final class LayoutSearch {

    private final Problem problem;
    private final CostModel costModel;
    private final LayoutPlacer placer;
    private final LayoutPlacer finisher;
    private final Ranking ranking;
    private final BooleanSupplier cancelled;
    private final Consumer<SearchEvent> listener;

    /**
     * A search.
     *
     * @param costModel of the problem
     * @param placer makes degrees complete layouts, quickly
     * @param finisher places the best degrees once more, thoroughly
     * @param cancelled asked now and then; the best layout so far is returned once it says yes
     * @param listener is told what happens
     */
    public LayoutSearch(
            CostModel costModel,
            LayoutPlacer placer,
            LayoutPlacer finisher,
            BooleanSupplier cancelled,
            Consumer<SearchEvent> listener) {
        this.problem = costModel.problem();
        this.costModel = costModel;
        this.placer = placer;
        this.finisher = finisher;
        this.ranking = new Ranking(problem);
        this.cancelled = cancelled;
        this.listener = listener;
    }

    private record Bounded(Degrees degrees, Performance bound, double worth) {}

    /**
     * Runs the search.
     *
     * @param runnersUp how many layouts with other parallel degrees to report beside the best
     */
    public SearchResult run(int runnersUp) {
        return run(new LayoutSpace(problem), runnersUp, true);
    }

    /**
     * Runs the search over degrees that the caller chooses; what it proves, it proves of these. Once cancelled it stops even
     * with nothing found.
     *
     * @param source the degrees
     * @param runnersUp how many layouts with other parallel degrees to report beside the best
     */
    public SearchResult run(DegreesSource source, int runnersUp) {
        return run(source, runnersUp, false);
    }

    private SearchResult run(DegreesSource source, int runnersUp, boolean untilFound) {
        Enumeration space = enumerate(source);
        List<Bounded> candidates = space.feasible;
        candidates.sort(
                Comparator.comparingDouble(Bounded::worth).reversed().thenComparing(Bounded::degrees, Ranking.SIMPLER));
        listener.accept(new SearchEvent.Enumerated(space.combinations, candidates.size()));
        Shortlist shortlist = new Shortlist(ranking, runnersUp);
        double open = Double.NEGATIVE_INFINITY;
        int placed = 0;
        boolean complete = true;
        for (Bounded candidate : candidates) {
            if (shortlist.closedTo(candidate.worth())) {
                break;
            }
            if (cancelled.getAsBoolean() && (!untilFound || shortlist.best().isPresent())) {
                complete = false;
                open = Math.max(open, candidate.worth());
                break;
            }
            placed++;
            Optional<Candidate> completed = complete(candidate, placer);
            if (completed.isEmpty()) {
                space.refuse(Infeasibility.MEMORY);
                continue;
            }
            Candidate found = completed.get();
            open = Math.max(open, Math.min(candidate.worth(), reachable(found)));
            if (!found.evaluation().feasible()) {
                space.refuse(Infeasibility.MEMORY);
            } else if (!missesTargets(found.evaluation())) {
                boolean improved = shortlist.add(found);
                if (improved) {
                    double top = candidates.getFirst().worth();
                    listener.accept(new SearchEvent.Improved(candidate.degrees(), shortlist.bestWorth(), top));
                }
            }
        }
        shortlist.best().ifPresent(best -> shortlist.add(finished(best)));
        listener.accept(new SearchEvent.Proved(placed));
        return result(space, candidates, shortlist, placed, open, complete);
    }

    private SearchResult result(
            Enumeration space,
            List<Bounded> candidates,
            Shortlist shortlist,
            int placed,
            double open,
            boolean complete) {
        double gap = 0;
        if (shortlist.best().isPresent()) {
            gap = Math.max(0, (open - shortlist.bestWorth()) / Math.abs(shortlist.bestWorth()));
        } else if (open > Double.NEGATIVE_INFINITY) {
            gap = Double.POSITIVE_INFINITY;
        }
        return new SearchResult(
                shortlist.best(),
                shortlist.runnersUp(),
                space.combinations,
                candidates.size() - space.refused,
                space.infeasible,
                placed,
                candidates.isEmpty()
                        ? Optional.empty()
                        : Optional.of(candidates.getFirst().bound()),
                gap,
                Optional.ofNullable(space.closest),
                complete);
    }

    /** Latency targets bind always; a throughput target binds where the fewest GPUs that reach it are asked for. */
    private boolean missesTargets(Evaluation evaluation) {
        return evaluation.missedTargets().stream()
                .anyMatch(missed -> problem.objective() == Objective.GPUS || missed.late());
    }

    /**
     * Worth that a perfect placement of the same degrees could have: its step shorter by the placement's gap. Nothing if
     * it would miss a latency target even so.
     */
    private double reachable(Candidate found) {
        boolean missesEvenSo = found.evaluation().missedTargets().stream()
                .filter(missed -> missed.late())
                .anyMatch(missed -> missed.actual() > missed.limit() * (1 + found.placementGap()));
        if (missesEvenSo || !found.evaluation().feasible()) {
            return Double.NEGATIVE_INFINITY;
        }
        double worth = ranking.worth(
                found.evaluation().performance(), found.layout().degrees().gpus());
        return worth > 0 ? worth * (1 + found.placementGap()) : worth;
    }

    /** The best layout's degrees placed thoroughly, where a better placement could still win anything. */
    private Candidate finished(Candidate best) {
        if (best.placementGap() == 0 || finisher == placer) {
            return best;
        }
        Bounded same = new Bounded(best.layout().degrees(), best.bound(), 0);
        return complete(same, finisher)
                .filter(thorough -> thorough.evaluation().feasible() && !missesTargets(thorough.evaluation()))
                .orElse(best);
    }

    private Optional<Candidate> complete(Bounded candidate, LayoutPlacer placing) {
        return placing.place(candidate.degrees())
                .map(placed -> new Candidate(
                        placed.layout(), costModel.evaluate(placed.layout()), candidate.bound(), placed.gap()));
    }

    /** What the enumeration counts. */
    private static final class Enumeration {
        private final List<Bounded> feasible = new ArrayList<>();
        private final Map<Infeasibility, Long> infeasible = new EnumMap<>(Infeasibility.class);
        private long combinations;
        private long refused;
        private @Nullable Closest closest;

        /** Counts a layout that turned out not to work only when it was placed. */
        private void refuse(Infeasibility reason) {
            refused++;
            infeasible.merge(reason, 1L, Long::sum);
        }
    }

    private Enumeration enumerate(DegreesSource source) {
        Enumeration space = new Enumeration();
        source.forEach(degrees -> {
            space.combinations++;
            DegreeBound bound = costModel.bound(degrees);
            if (bound.mayWork()) {
                double worth = ranking.worth(bound.performance(), degrees.gpus());
                space.feasible.add(new Bounded(degrees, bound.performance(), worth));
            } else {
                space.infeasible.merge(bound.infeasibility(), 1L, Long::sum);
                Closest candidate = closest(degrees, bound);
                if (space.closest == null || candidate.excess() < space.closest.excess()) {
                    space.closest = candidate;
                }
            }
        });
        return space;
    }

    private Closest closest(Degrees degrees, DegreeBound bound) {
        Performance performance = bound.performance();
        return switch (bound.infeasibility()) {
            case MEMORY -> closest(degrees, Infeasibility.MEMORY, bound.memoryBytes(), costModel.usableBytes());
            case TIME_TO_FIRST_TOKEN ->
                closest(
                        degrees,
                        Infeasibility.TIME_TO_FIRST_TOKEN,
                        performance.timeToFirstTokenSeconds().orElseThrow(),
                        problem.targets().timeToFirstTokenSeconds().orElseThrow());
            case TIME_PER_OUTPUT_TOKEN ->
                closest(
                        degrees,
                        Infeasibility.TIME_PER_OUTPUT_TOKEN,
                        performance.timePerOutputTokenSeconds().orElseThrow(),
                        problem.targets().timePerOutputTokenSeconds().orElseThrow());
            case THROUGHPUT -> {
                Targets.ThroughputTarget target = problem.targets().throughput().orElseThrow();
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
