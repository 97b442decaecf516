package dev.meshwright.placement.experts;

import dev.meshwright.placement.experts.ExpertProblem.Migration;
import dev.meshwright.placement.experts.ExpertProblem.TrafficPrice;
import dev.meshwright.placement.experts.traffic.TokenSample;
import dev.meshwright.placement.experts.traffic.TokenTraffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Small random problems of every kind: profiles, migration, traffic with price or limit, groups; by seed. */
public final class RandomExpertProblems {
    private RandomExpertProblems() {}

    /** 1 layer, 2 or 4 ranks on 2 nodes, 2 to 4 slots each, 1 to 3 profiles. */
    public static ExpertProblem problem(long seed) {
        Random random = new Random(seed);
        int ranks = 2 * (1 + random.nextInt(2));
        int slotsPerRank = 2 + random.nextInt(3);
        int experts = Math.max(4, 4 * (ranks * slotsPerRank / 6));
        experts = Math.min(experts, ranks * slotsPerRank);
        boolean distinct = random.nextBoolean() && slotsPerRank <= experts;
        double[][] shares = null;
        List<LoadProfile> profiles = new ArrayList<>();
        for (int profile = 0; profile <= random.nextInt(3); profile++) {
            double[][] loads = new double[1][experts];
            for (int expert = 0; expert < experts; expert++) {
                loads[0][expert] = Math.exp(1.2 * random.nextGaussian());
            }
            LoadProfile one = LoadProfile.fromLoads(
                    "profile " + profile, 1 + random.nextInt(3), loads, SlotCost.proportional(1_000_000));
            shares = profile == 0 ? one.shares() : shares;
            profiles.add(one);
        }
        int[][] current = new int[1][ranks * slotsPerRank];
        for (int slot = 0; slot < current[0].length; slot++) {
            current[0][slot] = slot % experts;
        }
        Optional<Migration> migration =
                random.nextBoolean() ? Optional.of(new Migration(new ExpertPlacement(current), 2)) : Optional.empty();
        Optional<TrafficPrice> traffic = Optional.empty();
        if (random.nextBoolean()) {
            int[][] tokens = TokenSample.draw(shares[0], 2, 1, 1, 30, seed);
            List<Long> limits = random.nextBoolean() ? List.of(600_000L) : List.of();
            traffic = Optional.of(new TrafficPrice(List.of(new TokenTraffic(experts, tokens)), 10_000, limits, 0));
        }
        int groups = experts % 4 == 0 && random.nextInt(3) == 0 ? 4 : 0;
        return new ExpertProblem(
                ranks, 2, slotsPerRank, distinct, profiles, random.nextDouble(), migration, traffic, groups);
    }

    /** Any experts in any slots, feasible or not: [slot] to expert. */
    public static int[] anySlots(ExpertProblem problem, Random random) {
        return IntStream.generate(() -> random.nextInt(problem.experts()))
                .limit(problem.slots())
                .toArray();
    }
}
