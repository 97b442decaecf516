package dev.meshwright.question.scale.pool;

import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.question.scale.node.NodeType;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.pool.KnownRates;
import dev.meshwright.question.search.pool.PoolResult;
import dev.meshwright.question.search.pool.PoolSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;

/**
 * Tries clusters of one kind of node from the smallest on: a size is discarded by the roofline, or by a search that ends where no pair of
 * types in any numbers can reach the target. What is known of an instance is known on every size.
 */
final class PoolScaler {

    private final Question question;
    private final NodeType nodeType;
    private final double roofline;
    private final Placers placers;
    private final Consumer<String> progress;
    private final KnownRates known = new KnownRates();

    /** @param roofline tokens per second and GPU that nothing exceeds */
    PoolScaler(Question question, NodeType nodeType, double roofline, Placers placers, Consumer<String> progress) {
        this.question = question;
        this.nodeType = nodeType;
        this.roofline = roofline;
        this.placers = placers;
        this.progress = progress;
    }

    /** Sizes that were tried in vain. */
    private static final class Missed {
        private final List<Integer> open = new ArrayList<>();
        private int byRoofline;
        private int bySearch;
        private int largest;
        private double most;
        private double needed;

        void add(int gpus, PoolResult result, double target) {
            bySearch++;
            double bound = Math.max(0, result.bound());
            if (bound / target >= (needed == 0 ? 0 : most / needed)) {
                most = bound;
                needed = target;
                largest = gpus;
            }
            if (!result.complete() || bound >= target) {
                open.add(gpus);
            }
        }

        String words() {
            List<String> parts = new ArrayList<>();
            if (byRoofline > 0) {
                parts.add(byRoofline + " by the roofline");
            }
            if (bySearch > 0) {
                parts.add(bySearch
                        + " by the bounds of their instances in whatever numbers they are matched, the best of these searched for ("
                        + (most == 0
                                ? "none has room for both"
                                : "at most "
                                        + Comparison.of(most, needed, Figures::tokensPerSecond)
                                                .value() + ", on "
                                        + Figures.number(largest, "GPU"))
                        + ")");
            }
            String all = parts.isEmpty() ? "No smaller size exists." : "Discarded: " + String.join(", ", parts) + ".";
            return open.isEmpty()
                    ? all
                    : all + " Not proven for " + Figures.number(open.getFirst(), "GPU")
                            + (open.size() > 1 ? " and " + Figures.number(open.size() - 1, "other size") : "") + ".";
        }
    }

    /**
     * The smallest size whose pools reach a target.
     *
     * @param target tokens per second by the number of GPUs
     * @param most GPUs to try
     */
    PoolReach smallest(IntToDoubleFunction target, int most) {
        Missed missed = new Missed();
        for (int gpus : nodeType.sizes(most)) {
            double needed = target.applyAsDouble(gpus);
            if (placers.cancelled()) {
                return new PoolReach(
                        Optional.empty(),
                        false,
                        "Cut off before " + Figures.number(gpus, "GPU") + ". " + missed.words());
            }
            if (gpus * roofline < needed) {
                missed.byRoofline++;
                continue;
            }
            progress.accept("matching pools on " + Figures.number(gpus, "GPU") + " of "
                    + nodeType.gpu().name());
            PoolsModel model = new PoolsModel(nodeType.question(question, gpus));
            PoolResult result = new PoolSearch(model, placers, known).run(needed);
            Optional<PoolReach.Plan> plan = result.best()
                    .map(found -> new PoolReach.Plan(gpus, model, found))
                    .filter(found -> found.tokensPerSecond() >= needed);
            if (plan.isPresent()) {
                String reached = Figures.number(gpus, "GPU") + " reach "
                        + Figures.tokensPerSecond(plan.get().tokensPerSecond()) + " in two pools. ";
                return new PoolReach(plan, missed.open.isEmpty(), reached + missed.words());
            }
            missed.add(gpus, result, needed);
        }
        String none = most < 2 ? "" : "No two pools on up to " + Figures.number(most, "GPU") + " reach the target. ";
        return new PoolReach(Optional.empty(), missed.open.isEmpty(), none + missed.words());
    }
}
