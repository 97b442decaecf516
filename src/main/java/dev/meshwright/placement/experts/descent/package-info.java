/**
 * Descents of expert placement: the best small change of the slowest rank, until none helps.
 *
 * <p>Doors: {@link dev.meshwright.placement.experts.descent.SwapDescent} (one slot for one), {@link
 * dev.meshwright.placement.experts.descent.PairDescent} (two for two), {@link
 * dev.meshwright.placement.experts.descent.ReplicaDescent} (replica counts), {@link
 * dev.meshwright.placement.experts.descent.LimitedDescent} (under a limit on moves). For {@code
 * placement.experts.planner} and {@code annealing}. No random numbers; a result is never worse than its start.
 * Nanoseconds.
 *
 * <pre>{@code
 * int[] better = ReplicaDescent.descend(layer, SwapDescent.descend(layer, start));
 * }</pre>
 */
@NullMarked
package dev.meshwright.placement.experts.descent;

import org.jspecify.annotations.NullMarked;
