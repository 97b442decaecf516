package dev.meshwright.placement.experts;

import dev.meshwright.placement.experts.bound.ReplicationBound;
import dev.meshwright.placement.experts.bound.SlotTable;
import java.util.Arrays;

/**
 * Expert placement of one layer, and the objective of the plain problem: the time of the slowest rank, where a rank's
 * time is the sum of its slots' costs.
 */
public final class PlainLayer implements LayerObjective, SlotTable {

    /**
     * Binary digits for the sum of all rank times when squared: 2 x 28 = 56 of the 63 of a long. The spare digits cover
     * placements whose total time is up to 11 times that of the bound (concave costs replicated at will).
     */
    private static final int SQUARED_TOTAL_BITS = 28;

    private final PlainProblem problem;
    private final int layer;
    private final long[][] nanoseconds;
    private final long lowerBoundNanoseconds;
    private final long squareUnitNanoseconds;

    PlainLayer(PlainProblem problem, int layer) {
        this.problem = problem;
        this.layer = layer;
        nanoseconds = new long[problem.experts()][maxReplicas() + 1];
        for (int expert = 0; expert < nanoseconds.length; expert++) {
            for (int replicas = 1; replicas <= maxReplicas(); replicas++) {
                nanoseconds[expert][replicas] = compute(expert, replicas);
                requireNonDecreasing(expert, replicas);
            }
        }
        lowerBoundNanoseconds = new ReplicationBound(this).nanoseconds();
        squareUnitNanoseconds = Math.max(1, (lowerBoundNanoseconds * problem.ranks()) >> SQUARED_TOTAL_BITS);
    }

    public PlainProblem problem() {
        return problem;
    }

    public int layer() {
        return layer;
    }

    @Override
    public int ranks() {
        return problem.ranks();
    }

    @Override
    public int slotsPerRank() {
        return problem.slotsPerRank();
    }

    @Override
    public int slots() {
        return problem.slots();
    }

    @Override
    public int experts() {
        return problem.experts();
    }

    @Override
    public boolean distinctRanks() {
        return problem.distinctRanks();
    }

    public int rankOf(int slot) {
        return slot / problem.slotsPerRank();
    }

    public double share(int expert) {
        return problem.share(layer, expert);
    }

    /** The most replicas that one expert can have while all others are hosted (on ranks of their own, if distinct). */
    @Override
    public int maxReplicas() {
        int spare = slots() - experts() + 1;
        return distinctRanks() ? Math.min(spare, ranks()) : spare;
    }

    /** Nanoseconds that each slot hosting {@code expert} costs its rank when {@code replicas} slots host it. */
    @Override
    public long slotNanoseconds(int expert, int replicas) {
        return replicas < nanoseconds[expert].length ? nanoseconds[expert][replicas] : compute(expert, replicas);
    }

    /** [slot] nanoseconds that each slot of a placement costs its rank. */
    public long[] slotNanoseconds(int[] physicalToLogical) {
        int[] replicas = new int[experts()];
        for (int expert : physicalToLogical) {
            replicas[expert]++;
        }
        long[] costs = new long[physicalToLogical.length];
        for (int slot = 0; slot < costs.length; slot++) {
            costs[slot] = slotNanoseconds(physicalToLogical[slot], replicas[physicalToLogical[slot]]);
        }
        return costs;
    }

    @Override
    public LayerScore score(int[] physicalToLogical) {
        int[] replicas = new int[experts()];
        for (int expert : physicalToLogical) {
            replicas[expert]++;
        }
        long violations = 0;
        for (int count : replicas) {
            violations += count == 0 ? 1 : 0;
        }
        long slowest = 0;
        long squares = 0;
        for (int rank = 0; rank < ranks(); rank++) {
            long time = 0;
            int first = rank * slotsPerRank();
            for (int slot = first; slot < first + slotsPerRank(); slot++) {
                int expert = physicalToLogical[slot];
                time += slotNanoseconds(expert, replicas[expert]);
                for (int other = first; distinctRanks() && other < slot; other++) {
                    violations += physicalToLogical[other] == expert ? 1 : 0;
                }
            }
            slowest = Math.max(slowest, time);
            squares += square(time);
        }
        return new LayerScore(violations, slowest, squares);
    }

    /** Load of the busiest rank over the mean load, 1 or more; load = routed assignments, not time. */
    public double maxOverMean(int[] physicalToLogical) {
        return Arrays.stream(loadsOverMean(physicalToLogical)).max().orElseThrow();
    }

    /** [rank] load over the mean load. */
    public double[] loadsOverMean(int[] physicalToLogical) {
        int[] replicas = new int[experts()];
        for (int expert : physicalToLogical) {
            replicas[expert]++;
        }
        double[] loads = new double[ranks()];
        for (int slot = 0; slot < physicalToLogical.length; slot++) {
            int expert = physicalToLogical[slot];
            loads[rankOf(slot)] += share(expert) / replicas[expert];
        }
        return Arrays.stream(loads).map(load -> load * ranks()).toArray();
    }

    /** Some of the experts as a problem of their own on {@code ranks} ranks, with the costs that they have here. */
    public PlainLayer inside(int[] experts, int ranks) {
        double share = Arrays.stream(experts).mapToDouble(this::share).sum();
        double[] shares = new double[experts.length];
        Arrays.setAll(shares, index -> share > 0 ? share(experts[index]) / share : 1.0 / shares.length);
        return new PlainProblem(
                        ranks,
                        slotsPerRank(),
                        new double[][] {shares},
                        (only, part) -> problem.cost().nanoseconds(layer, part * share),
                        distinctRanks())
                .layer(0);
    }

    @Override
    public LayerState start(int[] physicalToLogical) {
        return new PlainLayerState(this, physicalToLogical);
    }

    @Override
    public long lowerBoundNanoseconds() {
        return lowerBoundNanoseconds;
    }

    @Override
    public long squareUnitNanoseconds() {
        return squareUnitNanoseconds;
    }

    /** A rank time as it enters the sum of squares. */
    public long square(long rankNanoseconds) {
        long scaled = rankNanoseconds / squareUnitNanoseconds;
        return scaled * scaled;
    }

    private long compute(int expert, int replicas) {
        return problem.cost().nanoseconds(layer, share(expert) / replicas);
    }

    private void requireNonDecreasing(int expert, int replicas) {
        long cost = nanoseconds[expert][replicas];
        if (cost < 0 || (replicas > 1 && cost > nanoseconds[expert][replicas - 1])) {
            throw new IllegalArgumentException(
                    "The slot cost of layer %d at share %s is %d ns; it must be 0 or more and not grow as the share falls."
                            .formatted(layer, share(expert) / replicas, cost));
        }
    }
}
