package dev.meshwright.cost.exact;

import dev.meshwright.cost.evaluation.Evaluation.ExpertBalance;
import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.cost.layer.RankLoad;
import dev.meshwright.cost.layer.RoutedExperts;
import dev.meshwright.layout.ExpertSlots;

/**
 * Routed work of one placed layer: the rank that everybody waits for, and the mean that a perfect balance would give.
 *
 * @param slowest the rank with the longest expert time
 * @param meanSeconds mean expert time of the ranks
 * @param maxOverMeanShare largest share of assignments over the mean share
 * @param coefficientOfVariation standard deviation over mean of the ranks' shares
 */
public record LayerLoads(RankLoad slowest, double meanSeconds, double maxOverMeanShare, double coefficientOfVariation) {

    /** A layer that routes nothing. */
    static final LayerLoads NONE = new LayerLoads(new RankLoad(0, 0, 0), 0, 1, 0);

    static LayerLoads of(
            RoutedExperts routed,
            Kernels kernels,
            double[] shares,
            ExpertSlots slots,
            int routedLayer,
            int slotsPerRank) {
        RankLoad[] ranks = routed.placed(kernels, shares, slots, routedLayer, slotsPerRank);
        RankLoad slowest = ranks[0];
        double seconds = 0;
        double largest = 0;
        double squares = 0;
        double mean = 1.0 / ranks.length;
        for (RankLoad rank : ranks) {
            seconds += rank.seconds();
            largest = Math.max(largest, rank.share());
            squares += (rank.share() - mean) * (rank.share() - mean);
            if (rank.seconds() > slowest.seconds()) {
                slowest = rank;
            }
        }
        return new LayerLoads(
                slowest, seconds / ranks.length, largest / mean, Math.sqrt(squares / ranks.length) / mean);
    }

    /** Balance over the layers that route. */
    static ExpertBalance balance(LayerLoads[] loads) {
        double sum = 0;
        double worst = 1;
        double variation = 0;
        int routed = 0;
        for (LayerLoads layer : loads) {
            if (!layer.equals(NONE)) {
                routed++;
                sum += layer.maxOverMeanShare();
                worst = Math.max(worst, layer.maxOverMeanShare());
                variation += layer.coefficientOfVariation();
            }
        }
        return routed == 0 ? ExpertBalance.NONE : new ExpertBalance(sum / routed, worst, variation / routed);
    }
}
