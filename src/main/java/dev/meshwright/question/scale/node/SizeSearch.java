package dev.meshwright.question.scale.node;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.question.search.SearchResult;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Best layouts of clusters of one node type, each size searched once. */
final class SizeSearch {

    private final Question question;
    private final NodeType nodeType;
    private final SizeSearcher searcher;
    private final SizeBounds bounds;
    private final SortedMap<Integer, Size> sizes = new TreeMap<>();

    SizeSearch(Question question, NodeType nodeType, SizeSearcher searcher) {
        this.question = question;
        this.nodeType = nodeType;
        this.searcher = searcher;
        this.bounds = new SizeBounds(question, nodeType);
    }

    SizeBounds bounds() {
        return bounds;
    }

    NodeType nodeType() {
        return nodeType;
    }

    /** Bytes of a GPU that a layout may fill. */
    double usableBytes() {
        return new CostModel(nodeType.question(question, 1)).usableBytes();
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
     * Looks for a layout on {@code gpus} GPUs that reaches {@code target}, among the degrees alone whose bound does.
     *
     * @return the size with its best layout where there is one; else with the best of those degrees
     */
    Size reaching(int gpus, double target) {
        double bound = bound(gpus);
        if (target < bounds.rest(gpus) || sizes.containsKey(gpus)) {
            return size(gpus);
        }
        sayItIsSearched(gpus);
        CostModel costModel = new CostModel(nodeType.question(question, gpus));
        SearchResult result = searcher.search(costModel, bounds.reaching(gpus, target));
        Size size = new Size(gpus, bound, costModel, Optional.of(result));
        if (size.tokensPerSecond() >= target) {
            // Nothing with a bound below the target is better than a layout that reaches it.
            sizes.put(gpus, size);
        }
        return size;
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
        CostModel costModel = new CostModel(nodeType.question(question, gpus));
        Size size;
        if (bound == 0) {
            size = new Size(gpus, 0, costModel, Optional.empty());
        } else {
            sayItIsSearched(gpus);
            SearchResult result = searcher.search(costModel, bounds.promising(gpus));
            double best = result.best()
                    .map(found -> found.evaluation().performance().tokensPerSecond())
                    .orElse(0.0);
            if (best < bounds.rest(gpus) && !searcher.cancelled()) {
                result = searcher.search(costModel, bounds.all(gpus));
            }
            size = new Size(gpus, bound, costModel, Optional.of(result));
        }
        sizes.put(gpus, size);
        return size;
    }

    /** The same size with its best layout placed thoroughly, where a better placement could still win anything. */
    Size finished(Size size) {
        if (size.best().isEmpty() || size.best().get().placementGap() == 0 || searcher.cancelled()) {
            return size;
        }
        searcher.progress("placing " + Figures.number(size.gpus(), "GPU") + " of "
                + nodeType.gpu().name() + " thoroughly");
        Size finished = size.finishedBy(
                searcher.thorough(size.costModel(), size.best().get().layout().degrees()));
        sizes.put(size.gpus(), finished);
        return finished;
    }

    private void sayItIsSearched(int gpus) {
        searcher.progress("searching " + Figures.number(gpus, "GPU") + " of "
                + nodeType.gpu().name());
    }
}
