package dev.meshwright.placement.experts;

import dev.meshwright.placement.InfeasiblePlacementException;
import java.util.stream.DoubleStream;

/**
 * Expert placement: which logical expert sits in which physical slot of each MoE layer.
 *
 * <p>Every rank of the expert-parallel group has {@code slotsPerRank} slots per layer; slot j is on rank
 * j / slotsPerRank. An expert in several slots is replicated: its replicas share its tokens evenly. A layer ends when its
 * slowest rank ends, and layers follow each other, so that the sum over the layers of the slowest rank is minimised.
 */
public final class PlainProblem {

    /** How far a row of shares may be from 1: rounding of 10^4 additions of doubles, generously. */
    private static final double SHARE_SUM_TOLERANCE = 1e-6;

    private final int ranks;
    private final int slotsPerRank;
    private final double[][] shares;
    private final SlotCost cost;
    private final boolean distinctRanks;

    /**
     * A problem of one layer or more; the shares are copied.
     *
     * @param ranks ranks of the expert-parallel group
     * @param slotsPerRank expert slots of a rank in each layer
     * @param shares [layer][expert] share of the layer's routed assignments; each row sums to 1
     * @param cost what a slot costs at a given share
     * @param distinctRanks whether replicas of one expert must sit on different ranks
     * @throws InfeasiblePlacementException if the slots cannot host the experts
     * @throws IllegalArgumentException if the shares are not shares
     */
    public PlainProblem(int ranks, int slotsPerRank, double[][] shares, SlotCost cost, boolean distinctRanks) {
        this.ranks = ranks;
        this.slotsPerRank = slotsPerRank;
        this.shares = copy(shares);
        this.cost = cost;
        this.distinctRanks = distinctRanks;
        if (ranks < 1 || slotsPerRank < 1) {
            throw new IllegalArgumentException(
                    "ranks (%d) and slotsPerRank (%d) must be positive.".formatted(ranks, slotsPerRank));
        }
        if (this.shares.length == 0 || this.shares[0].length == 0) {
            throw new IllegalArgumentException("shares must have at least one layer and one expert.");
        }
        int experts = this.shares[0].length;
        for (int layer = 0; layer < this.shares.length; layer++) {
            requireShares(layer, this.shares[layer], experts);
        }
        long slots = (long) ranks * slotsPerRank;
        if (slots < experts) {
            throw new InfeasiblePlacementException(
                    ExpertConstraints.EVERY_EXPERT_HOSTED,
                    slots,
                    experts,
                    "%d ranks x %d slots = %d slots cannot host %d experts. Maybe use at least %d slots per rank."
                            .formatted(ranks, slotsPerRank, slots, experts, (experts + ranks - 1) / ranks));
        }
        if (distinctRanks && slotsPerRank > experts) {
            throw new InfeasiblePlacementException(
                    ExpertConstraints.REPLICAS_ON_DIFFERENT_RANKS,
                    slotsPerRank,
                    experts,
                    "%d slots per rank with %d experts put two replicas of one expert on a rank. Maybe use at most %d."
                            .formatted(slotsPerRank, experts, experts));
        }
    }

    /** A problem from raw token counts, [layer][expert]; a layer without any token counts as evenly loaded. */
    public static PlainProblem fromLoads(
            int ranks, int slotsPerRank, double[][] loads, SlotCost cost, boolean distinctRanks) {
        return new PlainProblem(ranks, slotsPerRank, sharesOf(loads), cost, distinctRanks);
    }

    /** Raw token counts as shares that sum to 1 in each row; a row without any token becomes even. */
    static double[][] sharesOf(double[][] loads) {
        double[][] shares = copy(loads);
        for (double[] row : shares) {
            double total = DoubleStream.of(row).sum();
            for (int expert = 0; expert < row.length; expert++) {
                row[expert] = total > 0 ? row[expert] / total : 1.0 / row.length;
            }
        }
        return shares;
    }

    public int ranks() {
        return ranks;
    }

    public int slotsPerRank() {
        return slotsPerRank;
    }

    public SlotCost cost() {
        return cost;
    }

    public boolean distinctRanks() {
        return distinctRanks;
    }

    public int layers() {
        return shares.length;
    }

    public int experts() {
        return shares[0].length;
    }

    /** Slots of one layer over all ranks. */
    public int slots() {
        return ranks * slotsPerRank;
    }

    public double share(int layer, int expert) {
        return shares[layer][expert];
    }

    /** A copy: [layer][expert]. */
    public double[][] shares() {
        return copy(shares);
    }

    /** One layer on its own: layers share no slots, so each is a problem of its own. */
    public PlainLayer layer(int layer) {
        return new PlainLayer(this, layer);
    }

    private static void requireShares(int layer, double[] row, int experts) {
        if (row.length != experts) {
            throw new IllegalArgumentException(
                    "shares[%d] has %d experts but shares[0] has %d. Maybe a row was cut off."
                            .formatted(layer, row.length, experts));
        }
        double sum = 0;
        for (int expert = 0; expert < experts; expert++) {
            if (!(row[expert] >= 0)) {
                throw new IllegalArgumentException(
                        "shares[%d][%d] (%s) must be 0 or more.".formatted(layer, expert, row[expert]));
            }
            sum += row[expert];
        }
        if (Math.abs(sum - 1) > SHARE_SUM_TOLERANCE) {
            throw new IllegalArgumentException(
                    "shares[%d] sums to %s, not 1. Maybe these are loads: use fromLoads.".formatted(layer, sum));
        }
    }

    private static double[][] copy(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int row = 0; row < matrix.length; row++) {
            copy[row] = matrix[row].clone();
        }
        return copy;
    }
}
