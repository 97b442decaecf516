/**
 * Simulated annealing of expert placement on a smooth stand-in for the slowest rank.
 *
 * <p>Doors: {@link dev.meshwright.placement.experts.annealing.Annealing} of one layer, {@link
 * dev.meshwright.placement.experts.annealing.MoveShares} of a limit on moves among layers, {@link
 * dev.meshwright.placement.experts.annealing.LayerWorkers} of layers among threads, whose number changes no result.
 * For {@code placement.experts.planner}. Energies are relative to the bound; trials are counted, and the caller may
 * stop them.
 *
 * <pre>{@code
 * int[] better = Annealing.anneal(layer, start, 100_000, Optional.empty(), seed, () -> false);
 * }</pre>
 */
@NullMarked
package dev.meshwright.placement.experts.annealing;

import org.jspecify.annotations.NullMarked;
