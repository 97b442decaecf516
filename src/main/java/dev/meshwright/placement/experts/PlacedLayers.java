package dev.meshwright.placement.experts;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A placement with what it is worth and how far from the best it can be at most: what every placer answers.
 *
 * @param placer name of the placer
 * @param layers per layer, in order
 * @param complete false if time or the user cut the search short
 */
public record PlacedLayers(String placer, ExpertPlacement placement, List<Layer> layers, boolean complete) {

    /**
     * One layer.
     *
     * @param score violations and time, traffic included
     * @param lowerBoundNanoseconds no placement of the layer is faster
     * @param maxOverMean [profile] load of the busiest rank over the mean
     * @param nodesPerToken 0 without a traffic model
     * @param moves slots that change their expert's rank; 0 without a migration
     */
    public record Layer(
            LayerScore score, long lowerBoundNanoseconds, List<Double> maxOverMean, double nodesPerToken, long moves) {

        public Layer {
            maxOverMean = List.copyOf(maxOverMean);
        }

        /** What the slots of a plain layer are worth, {@code physicalToLogical[slot]} the expert in each. */
        public static Layer of(PlainLayer layer, int[] physicalToLogical) {
            return of(layer, physicalToLogical, layer.score(physicalToLogical));
        }

        /** The same where the score is known. */
        public static Layer of(PlainLayer layer, int[] physicalToLogical, LayerScore score) {
            return new Layer(score, layer.lowerBoundNanoseconds(), List.of(layer.maxOverMean(physicalToLogical)), 0, 0);
        }

        /** What the slots of a layer are worth, with the strongest bound that pays. */
        public static Layer of(ExpertLayer layer, int[] physicalToLogical) {
            List<Double> maxOverMean = layer.profiles().stream()
                    .map(alone -> alone.maxOverMean(physicalToLogical))
                    .toList();
            return new Layer(
                    layer.score(physicalToLogical),
                    layer.lowerBoundAgainst(layer.score(physicalToLogical)),
                    maxOverMean,
                    layer.nodesPerToken(physicalToLogical),
                    layer.moves(physicalToLogical));
        }

        /** Time over bound, minus 1. */
        public double gap() {
            return gapOf(score.nanoseconds(), lowerBoundNanoseconds);
        }
    }

    public PlacedLayers {
        layers = List.copyOf(layers);
    }

    /** True if every expert is hosted and all rules are kept, as far as any are set. */
    public boolean feasible() {
        return layers.stream().allMatch(layer -> layer.score().violations() == 0);
    }

    /** Mean over the layers of busiest over mean rank, under one profile. */
    public double maxOverMean(int profile) {
        return layers.stream()
                .mapToDouble(layer -> layer.maxOverMean().get(profile))
                .average()
                .orElseThrow();
    }

    /** [layer] busiest over mean rank, weighted mean over the profiles of {@code problem}. */
    public List<Double> maxOverMean(ExpertProblem problem) {
        double total =
                problem.profiles().stream().mapToDouble(LoadProfile::weight).sum();
        return layers.stream()
                .map(layer -> IntStream.range(0, layer.maxOverMean().size())
                        .mapToDouble(profile -> layer.maxOverMean().get(profile)
                                * problem.profiles().get(profile).weight()
                                / total)
                        .sum())
                .toList();
    }

    /** Layers whose bound is met: proved optimal. */
    public long optimalLayers() {
        return layers.stream()
                .filter(layer ->
                        layer.score().violations() == 0 && layer.score().nanoseconds() <= layer.lowerBoundNanoseconds())
                .count();
    }

    /** Mean over the layers. */
    public double nodesPerToken() {
        return layers.stream().mapToDouble(Layer::nodesPerToken).average().orElseThrow();
    }

    /** Sum over the layers. */
    public long moves() {
        return layers.stream().mapToLong(Layer::moves).sum();
    }

    /** Sum over the layers of their time. */
    public long nanoseconds() {
        return layers.stream().mapToLong(layer -> layer.score().nanoseconds()).sum();
    }

    /** Sum over the layers of the lower bound. */
    public long lowerBoundNanoseconds() {
        return layers.stream().mapToLong(Layer::lowerBoundNanoseconds).sum();
    }

    /** Achieved over bound, minus 1: what a better placement could win at most. */
    public double gap() {
        return gapOf(nanoseconds(), lowerBoundNanoseconds());
    }

    private static double gapOf(long nanoseconds, long boundNanoseconds) {
        return nanoseconds == boundNanoseconds ? 0 : (double) nanoseconds / boundNanoseconds - 1;
    }
}
