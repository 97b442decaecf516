package dev.meshwright.scaling;

import dev.meshwright.cost.CostModel;
import dev.meshwright.search.SearchResult;
import dev.meshwright.search.SearchResult.Candidate;
import java.util.Optional;

/**
 * A cluster of one size and its best layout.
 *
 * @param gpus its GPUs
 * @param boundTokensPerSecond what no layout on them exceeds; 0 if none can work
 * @param restTokensPerSecond what the degrees that were not searched may reach at most; 0 where all were searched
 * @param costModel of the problem on this cluster
 * @param result of its search; empty where the bound says that nothing works
 */
public record Size(
        int gpus,
        double boundTokensPerSecond,
        double restTokensPerSecond,
        CostModel costModel,
        Optional<SearchResult> result) {

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

    /** What better placements of the searched degrees, or degrees that were not searched, might reach at most. */
    public double reachableTokensPerSecond() {
        double gap = result.map(SearchResult::gap).orElse(0.0);
        return Math.max(restTokensPerSecond, tokensPerSecond() * (1 + gap));
    }
}
