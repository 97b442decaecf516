package dev.meshwright.question.search;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
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
     * @param problem that it is the best of: the one asked, or what is left of it once targets are given up
     * @param circumstances what was given up to find anything; empty where nothing was
     * @param engines what engines cost
     */
    public record Found(SearchResult result, Problem problem, String circumstances, EngineComparison engines) {

        private Found(SearchResult result, Problem problem, String circumstances) {
            this(result, problem, circumstances, EngineComparison.NONE);
        }

        private Found with(EngineComparison comparison) {
            return new Found(result, problem, circumstances, comparison);
        }

        /** The same search with another choice among what it found. */
        public Found with(SearchResult other) {
            return new Found(other, problem, circumstances, engines);
        }

        /** The same under these circumstances. */
        Found under(String others) {
            return new Found(result, problem, others, engines);
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
        return (cutUnnoticed ? found.under((found.circumstances() + " " + CUT_SHORT).strip()) : found)
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
        double worth = new Ranking(problem).worth(found.layout(), found.evaluation());
        return worth + NO_PRICE * Math.abs(worth);
    }

    private Found underTargets(int runnersUp) {
        SearchResult result = new LayoutSearch(
                        costModel, placers.quick(costModel), placers.thorough(costModel), placers::cancelled, listener)
                .run(runnersUp, compared());
        boolean latency = problem.targets().timeToFirstTokenSeconds().isPresent()
                || problem.targets().timePerOutputTokenSeconds().isPresent();
        boolean throughput = problem.throughputBinds();
        if (result.best().isPresent() || !(latency || throughput) || placers.cancelled()) {
            return new Found(result, problem, "");
        }
        if (throughput) {
            Problem inTime = problem.withoutThroughputTarget();
            SearchResult found = search(inTime, runnersUp);
            if (found.best().isPresent() || !latency || placers.cancelled()) {
                return new Found(found, inTime, found.best().isPresent() ? tooSlow(latency) : "");
            }
        }
        Problem anyTime = stretched(Double.POSITIVE_INFINITY);
        SearchResult free = search(anyTime, runnersUp);
        return free.best().isEmpty()
                ? new Found(free, anyTime, "")
                : stretched(new Found(free, anyTime, ""), runnersUp);
    }

    private String tooSlow(boolean latency) {
        return "No layout on these GPUs reaches the throughput target" + (latency ? " within the latency targets" : "")
                + "; this one is the best without it.";
    }

    private Found stretched(Found free, int runnersUp) {
        double least = 1;
        double enough = excess(free.result().best().orElseThrow().evaluation().performance());
        Found best = free;
        boolean stretched = false;
        for (int i = 0; i < HALVINGS && enough > 1 && !placers.cancelled(); i++) {
            double middle = Math.sqrt(least * enough);
            Problem longer = stretched(middle);
            SearchResult tried = search(longer, runnersUp);
            if (tried.best().isPresent()) {
                best = new Found(tried, longer, "");
                stretched = true;
                enough = middle;
            } else {
                least = middle;
            }
        }
        return new Found(
                best.result(),
                best.problem(),
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

    /** The problem without a throughput target and with all latencies longer by a factor; infinite for none. */
    private Problem stretched(double factor) {
        boolean none = Double.isInfinite(factor);
        Targets targets = problem.targets();
        Targets longer = none ? Targets.NONE : targets.withoutThroughput().stretched(factor, factor);
        Problem inTime = problem.withoutThroughputTarget();
        return inTime.withTargets(longer, inTime.objective());
    }

    private SearchResult search(Problem asked, int runnersUp) {
        CostModel model = asked.equals(problem)
                ? costModel
                : new CostModel(costModel.question().with(asked));
        return new LayoutSearch(model, placers.quick(model), placers.thorough(model), placers::cancelled, listener)
                .run(runnersUp);
    }
}
