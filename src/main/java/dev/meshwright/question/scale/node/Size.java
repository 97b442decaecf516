package dev.meshwright.question.scale.node;

import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.Optional;

/**
 * A cluster of one size and its best layout.
 *
 * @param gpus its GPUs
 * @param boundTokensPerSecond what no layout on them exceeds; 0 if none can work
 * @param costModel of the problem on this cluster
 * @param result of its search; empty where the bound says that nothing works
 */
public record Size(int gpus, double boundTokensPerSecond, CostModel costModel, Optional<SearchResult> result) {

    /** The problem of this size. */
    public Problem problem() {
        return costModel.problem();
    }

    /** The best layout, if any is feasible and in time. */
    public Optional<Candidate> best() {
        return result.flatMap(SearchResult::best);
    }

    /** Tokens per second of the best layout; 0 without one. */
    public double tokensPerSecond() {
        return best().map(best -> best.evaluation().performance().tokensPerSecond())
                .orElse(0.0);
    }

    /** The same per GPU of the cluster, idle ones included. */
    public double tokensPerSecondPerGpu() {
        return tokensPerSecond() / gpus;
    }

    /** What better placements of the searched degrees might reach at most. */
    public double reachableTokensPerSecond() {
        return result.map(SearchResult::bound).orElse(0.0);
    }

    /** The same size with the best layout of {@code thorough}, if that is better. */
    Size finishedBy(SearchResult thorough) {
        Optional<SearchResult> better = thorough.best()
                .filter(found -> found.evaluation().performance().tokensPerSecond() > tokensPerSecond())
                .flatMap(found -> result.map(searched -> searched.withBest(found)));
        return better.isPresent() ? new Size(gpus, boundTokensPerSecond, costModel, better) : this;
    }
}
