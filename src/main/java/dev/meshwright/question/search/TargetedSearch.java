package dev.meshwright.question.search;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * A search under targets, and where they make every layout infeasible, a search for the layout that misses them least: all
 * latency targets are stretched by the same factor, as little as possible.
 */
public final class TargetedSearch {

    /** Halvings of the interval in which the smallest factor lies; five leave 3 % of it. */
    private static final int HALVINGS = 5;

    /** The search itself had come to its end, but not what follows it. */
    private static final String CUT_SHORT =
            "Cut short: a better placement of experts and layers was still being looked for.";

    /** Below this a layout is no better: rounding of sums in another order. */
    private static final double NO_PRICE = 1e-9;

    private final Placers placers;
    private final CostModel costModel;
    private final Problem problem;
    private final Consumer<SearchEvent> listener;

    /**
     * A search.
     *
     * @param costModel of the problem with its targets
     * @param listener is told what happens
     */
    public TargetedSearch(CostModel costModel, Placers placers, Consumer<SearchEvent> listener) {
        this.placers = placers;
        this.costModel = costModel;
        this.problem = costModel.problem();
        this.listener = listener;
    }

    /**
     * What was found.
     *
     * @param circumstances what was given up to find anything; empty where nothing was
     * @param engines what engines cost
     */
    public record Found(SearchResult result, String circumstances, EngineComparison engines) {

        private Found(SearchResult result, String circumstances) {
            this(result, circumstances, EngineComparison.NONE);
        }

        private Found with(EngineComparison comparison) {
            return new Found(result, circumstances, comparison);
        }
    }

    /**
     * Runs it.
     *
     * @param runnersUp how many layouts with other parallel degrees to report beside the best
     */
    public Found run(int runnersUp) {
        Found found = underTargets(runnersUp);
        boolean cutUnnoticed = placers.cancelled() && found.result().complete();
        return (cutUnnoticed ? new Found(found.result(), (found.circumstances() + " " + CUT_SHORT).strip()) : found)
                .with(comparison(found));
    }

    /** Engines to compare with the best of all: none where the search is kept to one, the named one, or all. */
    private List<EngineSpace> compared() {
        if (EngineSpace.restricting(problem).isPresent()) {
            return List.of();
        }
        return EngineSpace.named(problem).map(List::of).orElseGet(() -> EngineSpace.all(problem));
    }

    private EngineComparison comparison(Found found) {
        Optional<EngineSpace> kept = EngineSpace.restricting(problem);
        boolean given = !found.circumstances().isEmpty();
        if (kept.isEmpty()) {
            return given
                    ? EngineComparison.NONE
                    : new EngineComparison(
                            kept, Optional.empty(), 0, true, found.result().engines());
        }
        // What was found with targets given up says nothing of what meets them.
        double least = given
                ? Double.NEGATIVE_INFINITY
                : found.result().best().map(this::better).orElse(Double.NEGATIVE_INFINITY);
        CostModel open = new CostModel(
                costModel.question().with(problem.withLimits(problem.limits().withEngineSpace(false))));
        SearchResult beyond = new LayoutSearch(
                        open, placers.quick(open), placers.thorough(open), placers::cancelled, event -> {})
                .runOver(LayoutSpace.beyond(kept.get(), open.problem()), 0, least);
        return new EngineComparison(kept, beyond.best(), beyond.gap(), beyond.complete(), List.of());
    }

    /** The least worth that is more than that of a layout, rounding aside. */
    private double better(Candidate found) {
        double worth = new Ranking(problem)
                .worth(found.evaluation().performance(), found.evaluation().gpus());
        return worth + NO_PRICE * Math.abs(worth);
    }

    private Found underTargets(int runnersUp) {
        SearchResult result = new LayoutSearch(
                        costModel, placers.quick(costModel), placers.thorough(costModel), placers::cancelled, listener)
                .run(runnersUp, compared());
        boolean latency = problem.targets().timeToFirstTokenSeconds().isPresent()
                || problem.targets().timePerOutputTokenSeconds().isPresent();
        boolean counted = problem.objective() == Objective.GPUS
                && problem.targets().throughput().isPresent();
        if (result.best().isPresent() || !(latency || counted) || placers.cancelled()) {
            return new Found(result, "");
        }
        SearchResult free = search(Double.POSITIVE_INFINITY, runnersUp);
        if (free.best().isEmpty()) {
            return new Found(free, "");
        }
        if (!latency) {
            return new Found(free, "No number of these GPUs reaches the throughput target; this layout comes closest.");
        }
        return stretched(free, runnersUp);
    }

    private Found stretched(SearchResult free, int runnersUp) {
        double least = 1;
        double enough = excess(free.best().orElseThrow().evaluation().performance());
        SearchResult best = free;
        boolean stretched = false;
        for (int i = 0; i < HALVINGS && enough > 1 && !placers.cancelled(); i++) {
            double middle = Math.sqrt(least * enough);
            SearchResult tried = search(middle, runnersUp);
            if (tried.best().isPresent()) {
                best = tried;
                stretched = true;
                enough = middle;
            } else {
                least = middle;
            }
        }
        return new Found(
                best,
                "No layout meets the latency targets. This one is the best with "
                        + (stretched ? "each stretched by " + factor(enough) : "all of them given up")
                        + "; stretched by " + factor(least) + " there is still none.");
    }

    private static String factor(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** The largest ratio of a latency to its target. */
    private double excess(Performance performance) {
        return Math.max(
                ratio(performance.timeToFirstTokenSeconds(), problem.targets().timeToFirstTokenSeconds()),
                ratio(performance.timePerOutputTokenSeconds(), problem.targets().timePerOutputTokenSeconds()));
    }

    private static double ratio(OptionalDouble reached, OptionalDouble target) {
        return reached.isPresent() && target.isPresent() ? reached.getAsDouble() / target.getAsDouble() : 0;
    }

    private SearchResult search(double factor, int runnersUp) {
        boolean none = Double.isInfinite(factor);
        Targets targets = problem.targets();
        Targets stretched = new Targets(
                Optional.empty(),
                none ? OptionalDouble.empty() : times(targets.timeToFirstTokenSeconds(), factor),
                none ? OptionalDouble.empty() : times(targets.timePerOutputTokenSeconds(), factor));
        Objective objective = problem.objective() == Objective.GPUS ? Objective.THROUGHPUT : problem.objective();
        CostModel relaxed = new CostModel(costModel.question().with(problem.withTargets(stretched, objective)));
        return search(relaxed, runnersUp);
    }

    private SearchResult search(CostModel asked, int runnersUp) {
        return new LayoutSearch(asked, placers.quick(asked), placers.thorough(asked), placers::cancelled, listener)
                .run(runnersUp);
    }

    private static OptionalDouble times(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }
}
