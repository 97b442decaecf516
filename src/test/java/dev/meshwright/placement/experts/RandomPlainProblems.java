package dev.meshwright.placement.experts;

import java.util.Random;
import java.util.stream.IntStream;

/** Small random problems, reproducible by seed. */
public final class RandomPlainProblems {
    private RandomPlainProblems() {}

    /** 1 to 3 layers, 2 to 6 ranks, 1 to 4 slots each, skewed loads; costs linear or with a saturating part. */
    public static PlainProblem problem(long seed) {
        Random random = new Random(seed);
        int ranks = 2 + random.nextInt(5);
        int slotsPerRank = 1 + random.nextInt(4);
        boolean distinctRanks = random.nextInt(4) > 0;
        int fewest = distinctRanks ? slotsPerRank : 1;
        int experts = fewest + random.nextInt(ranks * slotsPerRank - fewest + 1);
        double[][] loads = new double[1 + random.nextInt(3)][experts];
        for (double[] row : loads) {
            for (int expert = 0; expert < experts; expert++) {
                row[expert] = Math.exp(1.2 * random.nextGaussian());
            }
        }
        SlotCost cost = random.nextBoolean()
                ? SlotCost.proportional(1_000_000)
                : (layer, share) -> Math.round(300_000 * (1 - Math.exp(-40 * share)) + 500_000 * share);
        return PlainProblem.fromLoads(ranks, slotsPerRank, loads, cost, distinctRanks);
    }

    /** Any experts in any slots, feasible or not: [slot] to expert. */
    public static int[] anySlots(PlainProblem problem, Random random) {
        return IntStream.generate(() -> random.nextInt(problem.experts()))
                .limit(problem.slots())
                .toArray();
    }
}
