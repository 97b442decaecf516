package dev.meshwright.placement.experts;

import java.util.List;

/**
 * A placement of a {@link ExpertProblem} with what it is worth.
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

        public static Layer of(ExpertLayer layer, int[] physicalToLogical) {
            ExpertPlacement placement = new ExpertPlacement(new int[][] {physicalToLogical});
            List<Double> maxOverMean = layer.profiles().stream()
                    .map(alone -> placement.maxOverMean(alone.problem(), 0))
                    .toList();
            return new Layer(
                    layer.score(physicalToLogical),
                    layer.lowerBoundAgainst(layer.score(physicalToLogical)),
                    maxOverMean,
                    layer.nodesPerToken(physicalToLogical),
                    layer.moves(physicalToLogical));
        }
    }

    public PlacedLayers {
        layers = List.copyOf(layers);
    }

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

    public double nodesPerToken() {
        return layers.stream().mapToDouble(Layer::nodesPerToken).average().orElseThrow();
    }

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

    /** Achieved over bound, minus 1. */
    public double gap() {
        return lowerBoundNanoseconds() == nanoseconds() ? 0 : (double) nanoseconds() / lowerBoundNanoseconds() - 1;
    }
}
