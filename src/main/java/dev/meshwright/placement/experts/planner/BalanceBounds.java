package dev.meshwright.placement.experts.planner;

import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.LoadProfile;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.SlotCost;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What no placement can bring busiest over mean load below, whatever is minimised: bounds of the same layers under costs
 * proportional to load, without regard to traffic and moves.
 */
public final class BalanceBounds {

    /** Rank time that stands for perfect balance, so that times are max/mean with nine digits. */
    public static final long EVEN_RANK = 1_000_000_000L;

    private BalanceBounds() {}

    /** Costs proportional to load, so that an evenly loaded rank takes {@link #EVEN_RANK}. */
    public static SlotCost cost(int ranks) {
        return SlotCost.proportional(EVEN_RANK * ranks);
    }

    /**
     * [layer] what no placement can bring busiest over mean load below, as strong as what was placed allows.
     *
     * @param timed whether nanoseconds of a step were minimised, and not balance
     */
    public static List<Double> of(List<ExpertProblem> problemOfLayer, PlacedLayers placed, boolean timed) {
        ExpertProblem problem = problemOfLayer.getFirst();
        boolean plain =
                !timed && problem.profiles().size() == 1 && problem.traffic().isEmpty() && placed.feasible();
        return plain ? of(placed) : of(problemOfLayer);
    }

    /** Weighted mean over the profiles of what each could reach alone. */
    static List<Double> of(List<ExpertProblem> problemOfLayer) {
        double[] bounds = new double[problemOfLayer.size()];
        for (int index = 0; index < bounds.length; index++) {
            ExpertProblem plain = plain(problemOfLayer.get(index));
            double total =
                    plain.profiles().stream().mapToDouble(LoadProfile::weight).sum();
            ExpertLayer layer = plain.layer(index, Long.MAX_VALUE);
            for (int profile = 0; profile < plain.profiles().size(); profile++) {
                double weight = plain.profiles().get(profile).weight() / total;
                bounds[index] += weight * layer.lowerBoundNanoseconds(profile) / EVEN_RANK;
            }
        }
        return Arrays.stream(bounds).boxed().toList();
    }

    /** The same where {@code placed} minimised nothing but plain balance of one load: its own, stronger bounds. */
    private static List<Double> of(PlacedLayers placed) {
        return placed.layers().stream()
                .map(layer -> layer.lowerBoundNanoseconds() / (double) EVEN_RANK)
                .toList();
    }

    private static ExpertProblem plain(ExpertProblem problem) {
        List<LoadProfile> profiles = problem.profiles().stream()
                .map(profile ->
                        new LoadProfile(profile.name(), profile.weight(), profile.shares(), cost(problem.ranks())))
                .toList();
        return new ExpertProblem(
                problem.ranks(),
                problem.nodes(),
                problem.slotsPerRank(),
                problem.distinctRanks(),
                profiles,
                0,
                Optional.empty(),
                Optional.empty(),
                problem.groups());
    }
}
