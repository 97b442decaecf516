/**
 * Where experts, layers and stages go: the two placement problems as pure data, the placers as peers behind one
 * interface, and the bounds that say how far each of them is from the best. Nothing here knows a solver;
 * {@code placement.timefold} is one more peer.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.placement;
