package dev.meshwright.placement.experts;

import java.util.List;

/**
 * A placement with what it is worth and how far from the best it can be at most.
 *
 * @param placer name of the placer
 * @param layers per layer, in order
 */
public record PlacedExperts(String placer, ExpertPlacement placement, List<Layer> layers) {

    /**
     * What the placement of one layer is worth.
     *
     * @param score violations and the slowest rank
     * @param lowerBoundNanoseconds no placement of the layer is faster
     */
    public record Layer(LayerScore score, long lowerBoundNanoseconds) {

        /** Slowest rank over bound, minus 1. */
        public double gap() {
            return gapOf(score.nanoseconds(), lowerBoundNanoseconds);
        }
    }

    public PlacedExperts {
        layers = List.copyOf(layers);
    }

    /** True if every expert is hosted and, where asked for, no rank holds an expert twice. */
    public boolean feasible() {
        return layers.stream().allMatch(layer -> layer.score().violations() == 0);
    }

    /** Sum over the layers of the slowest rank. */
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
