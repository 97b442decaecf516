package dev.meshwright.placement.experts;

/**
 * What the placers minimise for one layer. They know nothing else about cost, so that an objective over several
 * workload profiles, with migration or with traffic, is another implementation of this and {@link LayerState}.
 */
public interface LayerObjective {

    /** The definition: recomputed from nothing. {@code physicalToLogical[slot]} is the expert in the slot. */
    LayerScore score(int[] physicalToLogical);

    /** The same score kept up to date while slots change. */
    LayerState start(int[] physicalToLogical);

    /** No placement of this layer is faster. */
    long lowerBoundNanoseconds();

    /** The unit in which rank times are squared, chosen so that no sum of squares overflows. */
    long squareUnitNanoseconds();
}
