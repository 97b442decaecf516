package dev.meshwright.question.place;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Formula;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.PlacedLayers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * A placement of experts: where they are, what that is worth, how far from the best it can be, whether it helps.
 *
 * @param problem what was placed
 * @param placed the placement
 * @param lowerBounds [layer] what no placement can bring busiest over mean load below
 * @param milliseconds spent on placing, files read and cost model built
 * @param before what is in force, or experts in order
 * @param rivals today's placement, the published policy's and this one; none unless asked for
 * @param sequences in flight in the whole system under each of the rivals; empty without a question behind the loads
 */
public record PlaceAnswer(
        ExpertProblem problem,
        PlacedLayers placed,
        List<Double> lowerBounds,
        double milliseconds,
        PlacedLayers before,
        List<Rival> rivals,
        OptionalLong sequences) {

    public PlaceAnswer {
        lowerBounds = List.copyOf(lowerBounds);
        rivals = List.copyOf(rivals);
    }

    /**
     * A row of "would it help?".
     *
     * @param placement what is compared
     * @param maxOverMean mean over layers and profiles
     * @param nodesPerToken 0 if not known
     * @param moves slots that change from the placement in force; empty where there is none
     * @param keepsRules whether groups stay whole and limits of balance and moves are kept, as far as they are set
     * @param stepSeconds predicted, NaN without a question behind the loads
     * @param tokensPerSecond predicted, NaN without a question behind the loads
     */
    public record Rival(
            String placement,
            double maxOverMean,
            double nodesPerToken,
            OptionalLong moves,
            boolean keepsRules,
            double stepSeconds,
            double tokensPerSecond) {}

    /** [layer] load of the busiest rank over the mean, weighted mean over the profiles. */
    public List<Double> maxOverMean() {
        return placed.maxOverMean(problem);
    }

    /** [layer][rank] load over the mean of its layer, of the weighted mean of the profiles. */
    public List<List<Double>> rankLoads(ExpertPlacement placement) {
        List<List<Double>> loads = new ArrayList<>();
        for (int layer = 0; layer < placement.layers(); layer++) {
            int[] experts = placement.layer(layer);
            loads.add(Arrays.stream(problem.withSlotsPerRank(experts.length / problem.ranks())
                            .meanProfile()
                            .layer(layer)
                            .loadsOverMean(experts))
                    .boxed()
                    .toList());
        }
        return loads;
    }

    /** How the busiest rank over the mean comes about: the mean over the layers, of what is in force and of the placement. */
    public List<Derivation> derivations() {
        return List.of(
                mean("maxOverMean.after", "the placement", maxOverMean()),
                mean("maxOverMean.before", before.placer(), before.maxOverMean(problem)));
    }

    private static Derivation mean(String quantity, String whose, List<Double> layers) {
        double sum = layers.stream().mapToDouble(Double::doubleValue).sum();
        return Derivation.of(
                quantity,
                Dimension.COUNT,
                new Formula("busiestRanks / layers"),
                List.of(
                        Derivation.Input.named(Derivation.given(
                                "busiestRanks",
                                sum,
                                Dimension.COUNT,
                                "load of the busiest rank over the mean under " + whose
                                        + ", summed over the layers: the tables have each")),
                        Derivation.Input.named(Derivation.given(
                                "layers", layers.size(), Dimension.COUNT, "layers with routed experts"))),
                "");
    }

    /** Its mean over the layers. */
    public double meanMaxOverMean() {
        return mean(maxOverMean());
    }

    /** [layer] mean load over that of the busiest rank. */
    public List<Double> balancedness() {
        return maxOverMean().stream().map(value -> 1 / value).toList();
    }

    /** Its mean over the layers. */
    public double meanBalancedness() {
        return mean(balancedness());
    }

    /** [layer][expert] slots that host each expert. */
    public List<List<Integer>> logicalReplicas() {
        List<List<Integer>> replicas = new ArrayList<>();
        for (int layer = 0; layer < placed.placement().layers(); layer++) {
            replicas.add(Arrays.stream(placed.placement().replicas(layer, problem.experts()))
                    .boxed()
                    .toList());
        }
        return replicas;
    }

    /** Slots over all layers. */
    public int slots() {
        return problem.layers() * problem.slots();
    }

    /** Part of the slots that change from the placement in force. */
    public double movedFraction() {
        return placed.moves() / (double) slots();
    }

    /** Whether the slowest rank had a limit, below which only traffic counted. */
    public boolean limited() {
        return problem.traffic().filter(price -> !price.limits().isEmpty()).isPresent();
    }

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
