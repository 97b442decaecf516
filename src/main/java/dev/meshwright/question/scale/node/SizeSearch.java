package dev.meshwright.question.scale.node;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.layout.Degrees;
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

    /** The same, as close as it takes to tell whether {@code target} can be reached. */
    double bound(int gpus, double target) {
        bound(gpus);
        return bounds.tokensPerSecond(gpus, target);
    }

    /**
     * Looks for a layout on {@code gpus} GPUs that reaches {@code target}, among the degrees alone whose bound does.
     *
     * @return the size with its best layout where there is one; else with what misses the target least of these degrees
     */
    Size reaching(int gpus, double target) {
        if (sizes.containsKey(gpus)) {
            return size(gpus);
        }
        double bound = bound(gpus, target);
        sayItIsSearched(gpus);
        CostModel costModel = new CostModel(nodeType.question(question, gpus));
        SearchResult result = searcher.search(costModel, bounds.reaching(gpus, target), target);
        Size size = new Size(gpus, proven(bound, result, target), costModel, Optional.of(result));
        if (size.tokensPerSecond() >= target) {
            // Nothing with a bound below the target is better than a layout that reaches it.
            sizes.put(gpus, size);
        }
        return size;
    }

    /** The best layout on {@code gpus} GPUs. Where instances are independent, those of smaller sizes say what it makes at least. */
    Size size(int gpus) {
        Size known = sizes.get(gpus);
        if (known != null) {
            return known;
        }
        CostModel costModel = new CostModel(nodeType.question(question, gpus));
        double least = bounds.separable() ? copied(gpus) : 0;
        double bound = least > 0 ? bound(gpus, least) : bound(gpus);
        Size size;
        if (bound == 0) {
            size = new Size(gpus, 0, costModel, Optional.empty());
        } else {
            sayItIsSearched(gpus);
            SearchResult result = searcher.search(costModel, bounds.reaching(gpus, least), least);
            if (result.best().isEmpty() && least > 0 && !searcher.cancelled()) {
                least = 0;
                result = searcher.search(costModel, bounds.reaching(gpus, least));
            }
            size = new Size(gpus, proven(bound, result, least), costModel, Optional.of(result));
        }
        sizes.put(gpus, size);
        return size;
    }

    /**
     * What no layout exceeds once families that reach {@code least} were searched: a search that ran to its end knows more than
     * the bound of whole families, and what it left out stays below {@code least}.
     */
    private static double proven(double bound, SearchResult result, double least) {
        return result.complete() ? Math.min(bound, Math.max(result.bound(), Math.max(0, least))) : bound;
    }

    /** Tokens per second of copies of the best instance that any other size was found to have, a rounding error less. */
    private double copied(int gpus) {
        double most = 0;
        for (Size other : sizes.values()) {
            if (other.best().isPresent()) {
                Degrees degrees = other.best().get().layout().degrees();
                double each = other.tokensPerSecond() / degrees.replicas();
                int copies = gpus / degrees.gpusPerReplica();
                most = Math.max(most, each * copies);
            }
        }
        return most * (1 - 1e-9);
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
