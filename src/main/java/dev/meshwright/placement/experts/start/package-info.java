/**
 * Simple expert placements: in order, greedy packing, the published policy of EPLB, the best pairs.
 *
 * <p>Doors: {@link dev.meshwright.placement.experts.start.Contiguous}, {@link
 * dev.meshwright.placement.experts.start.GreedyReplication} with {@link
 * dev.meshwright.placement.experts.start.GreedyPacking}, {@link dev.meshwright.placement.experts.start.EplbStyle},
 * {@link dev.meshwright.placement.experts.start.PairedCounts}. For {@code descent} and {@code planner}, which start
 * from them, and as baselines of benchmarks. None needs another placement but {@code PairedCounts}, which improves
 * one. Nanoseconds.
 *
 * <pre>{@code
 * int[] expertOfSlot = GreedyPacking.place(layer, GreedyReplication.replicas(layer));
 * }</pre>
 */
@NullMarked
package dev.meshwright.placement.experts.start;

import org.jspecify.annotations.NullMarked;
