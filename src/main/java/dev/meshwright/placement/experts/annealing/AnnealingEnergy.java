package dev.meshwright.placement.experts.annealing;

import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.PlainLayer;
import java.util.Arrays;
import java.util.List;

/** The energy that {@link Annealing} lowers: a table of slot costs over the bounds, and how rank times make one figure. */
final class AnnealingEnergy {

    /** What energy measures, see {@link Annealing}. */
    enum Kind {
        BALANCE,
        PRICED,
        LIMITED
    }

    /**
     * Width of the hinge for several profiles, where a few percent stay open at the end: rank times below 1 minus this
     * part of the bound count nothing.
     */
    private static final double WIDEST_HINGE = 0.03;

    /** With one profile the gap of the start is the width, but not less than what rounding to nanoseconds can tell apart. */
    private static final double NARROWEST_HINGE = 1e-6;

    /** Nodes per token that 100 % above the limit cost, per rank: dear enough to be left at the end. */
    private static final double LIMIT_PENALTY = 20;

    final Kind kind;
    /** [expert][replicas x profiles + profile] cost of a slot over the profile's bound, or over the limit. */
    final double[][] cost;

    private final int profiles;
    private final double[] weight;
    private final double trafficWeight;
    private final double hinge;

    AnnealingEnergy(ExpertLayer layer, int[] start) {
        List<PlainLayer> alone = layer.profiles();
        profiles = alone.size();
        boolean traffic = layer.problem().traffic().isPresent();
        weight = new double[profiles];
        Arrays.setAll(
                weight,
                profile -> Math.max(layer.weight(profile), layer.problem().worstShare() / profiles) * profiles);
        boolean limited = layer.limitNanoseconds() < Long.MAX_VALUE;
        kind = !traffic ? Kind.BALANCE : limited ? Kind.LIMITED : Kind.PRICED;
        double[] unit = new double[profiles];
        for (int profile = 0; profile < profiles; profile++) {
            unit[profile] =
                    limited ? layer.limitNanoseconds() : alone.get(profile).lowerBoundNanoseconds();
        }
        trafficWeight = limited || !traffic
                ? 1
                : layer.trafficNanoseconds(1)
                        / (double) Math.max(
                                1,
                                layer.blend(Arrays.stream(unit)
                                        .mapToLong(Math::round)
                                        .toArray()));
        double gap = layer.blend(alone.stream()
                                .mapToLong(one -> one.score(start).nanoseconds())
                                .toArray())
                        / Math.max(
                                1.0,
                                layer.blend(alone.stream()
                                        .mapToLong(PlainLayer::lowerBoundNanoseconds)
                                        .toArray()))
                - 1;
        hinge = profiles > 1 || layer.migrates() ? WIDEST_HINGE : Math.clamp(gap, NARROWEST_HINGE, WIDEST_HINGE);
        cost = costs(alone, unit);
    }

    /** [expert][replicas x profiles + profile] what a slot costs its rank, over the profile's unit. */
    private static double[][] costs(List<PlainLayer> alone, double[] unit) {
        int most = alone.getFirst().maxReplicas();
        double[][] cost = new double[alone.getFirst().experts()][(most + 1) * unit.length];
        for (int expert = 0; expert < cost.length; expert++) {
            for (int count = 1; count <= most; count++) {
                for (int profile = 0; profile < unit.length; profile++) {
                    cost[expert][count * unit.length + profile] =
                            alone.get(profile).slotNanoseconds(expert, count) / Math.max(1, unit[profile]);
                }
            }
        }
        return cost;
    }

    /** The sum of the cells' excesses and the nodes per token as one figure. */
    double of(double sum, double nodesPerToken) {
        return switch (kind) {
            case BALANCE -> sum;
            case PRICED -> hinge * Math.sqrt(Math.sqrt(Math.max(0, sum) / profiles)) + trafficWeight * nodesPerToken;
            case LIMITED -> sum + nodesPerToken;
        };
    }

    /** What one rank adds under one profile. */
    double excess(double relativeTime, int profile) {
        if (kind == Kind.LIMITED) {
            return relativeTime <= 1 ? 0 : LIMIT_PENALTY * (relativeTime - 1);
        }
        double above = (relativeTime - 1) / hinge + 1;
        if (above <= 0) {
            return 0;
        }
        above *= above;
        return weight[profile] * above * above;
    }
}
