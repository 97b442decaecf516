/**
 * Lower bounds on the slowest rank of a layer, whatever the replica counts and places.
 *
 * <p>Doors: {@link dev.meshwright.placement.experts.bound.ReplicationBound} for every layer, {@link
 * dev.meshwright.placement.experts.bound.PairingBound} for two slots per rank, {@link
 * dev.meshwright.placement.experts.bound.GroupBound} where groups stay on one node. For {@code placement.experts},
 * whose layers are {@link dev.meshwright.placement.experts.bound.SlotTable}s; the bounds know nothing of scores and
 * placers. Nanoseconds.
 *
 * <pre>{@code
 * new ReplicationBound(slots).nanoseconds();   // costs by load, 1 ms for all, 2 ranks: at least the mean, 500,000
 * }</pre>
 */
@NullMarked
package dev.meshwright.placement.experts.bound;

import org.jspecify.annotations.NullMarked;
