package dev.meshwright.cli;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.question.search.SearchResult;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A search under targets, and where they make every layout infeasible, a search for the layout that misses them least: all
 * latency targets are stretched by the same factor, as little as possible.
 */
final class TargetedSearch {

    /** Halvings of the interval in which the smallest factor lies; five leave 3 % of it. */
    private static final int HALVINGS = 5;

    /** The search itself had come to its end, but not what follows it. */
    private static final String CUT_SHORT =
            "Cut short: a better placement of experts and layers was still being looked for.";

    private final Planner planner;
    private final CostModel costModel;
    private final Problem problem;
    private final Progress progress;

    TargetedSearch(Planner planner, CostModel costModel, Progress progress) {
        this.planner = planner;
        this.costModel = costModel;
        this.problem = costModel.problem();
        this.progress = progress;
    }

    /**
     * What was found.
     *
     * @param circumstances what was given up to find anything; empty where nothing was
     */
    record Found(SearchResult result, String circumstances) {}

    Found run(int runnersUp) {
        Found found = underTargets(runnersUp);
        boolean cutUnnoticed = planner.cancelled() && found.result().complete();
        return cutUnnoticed ? new Found(found.result(), (found.circumstances() + " " + CUT_SHORT).strip()) : found;
    }

    private Found underTargets(int runnersUp) {
        SearchResult result = planner.search(costModel, runnersUp, progress);
        boolean latency = problem.targets().timeToFirstTokenSeconds().isPresent()
                || problem.targets().timePerOutputTokenSeconds().isPresent();
        boolean counted = problem.objective() == Objective.GPUS
                && problem.targets().throughput().isPresent();
        if (result.best().isPresent() || !(latency || counted) || planner.cancelled()) {
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
        for (int i = 0; i < HALVINGS && enough > 1 && !planner.cancelled(); i++) {
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
        CostModel relaxed = new CostModel(problem.withTargets(stretched, objective), planner.efficiencies());
        return planner.search(relaxed, runnersUp, progress);
    }

    private static OptionalDouble times(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }
}
