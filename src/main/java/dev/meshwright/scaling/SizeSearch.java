package dev.meshwright.scaling;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.EfficiencySource;
import dev.meshwright.problem.Problem;
import dev.meshwright.quantity.Figures;
import dev.meshwright.search.SearchResult;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Best layouts of clusters of one node type, each size searched once. */
final class SizeSearch {

    private final Problem problem;
    private final NodeType nodeType;
    private final EfficiencySource efficiencies;
    private final SizeSearcher searcher;
    private final SizeBounds bounds;
    private final SortedMap<Integer, Size> sizes = new TreeMap<>();

    SizeSearch(Problem problem, NodeType nodeType, EfficiencySource efficiencies, SizeSearcher searcher) {
        this.problem = problem;
        this.nodeType = nodeType;
        this.efficiencies = efficiencies;
        this.searcher = searcher;
        this.bounds = new SizeBounds(problem, nodeType, efficiencies);
    }

    SizeBounds bounds() {
        return bounds;
    }

    NodeType nodeType() {
        return nodeType;
    }

    /** Sizes searched so far, smallest first. */
    SortedMap<Integer, Size> searched() {
        return sizes;
    }

    /** Tokens per second that no layout on {@code gpus} GPUs exceeds. */
    double bound(int gpus) {
        searcher.progress("bounding " + Figures.number(gpus, "GPU") + " of "
                + nodeType.gpu().name());
        return bounds.tokensPerSecond(gpus);
    }

    /**
     * The best layout on {@code gpus} GPUs: first among the degrees with the highest bounds; among all of them where those
     * do not prove it.
     */
    Size size(int gpus) {
        Size known = sizes.get(gpus);
        if (known != null) {
            return known;
        }
        double bound = bound(gpus);
        CostModel costModel = new CostModel(nodeType.problem(problem, gpus), efficiencies);
        Size size;
        if (bound == 0) {
            size = new Size(gpus, 0, 0, costModel, Optional.empty());
        } else {
            searcher.progress("searching " + Figures.number(gpus, "GPU") + " of "
                    + nodeType.gpu().name());
            SearchResult result = searcher.search(costModel, bounds.promising(gpus));
            double best = result.best()
                    .map(found -> found.evaluation().performance().tokensPerSecond())
                    .orElse(0.0);
            if (best < bounds.rest(gpus) && !bounds.sampled(gpus) && !searcher.cancelled()) {
                result = searcher.search(costModel, bounds.all(gpus));
            }
            size = new Size(gpus, bound, bounds.sampled(gpus) ? bound : 0, costModel, Optional.of(result));
        }
        sizes.put(gpus, size);
        return size;
    }
}
