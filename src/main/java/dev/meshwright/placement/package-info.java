/**
 * Where experts, layers and ranks go: placement problems as pure data, placers as peers, and bounds on how far each
 * is from the best.
 *
 * <p>Rooms: {@code experts} and {@code pipeline}, which know neither models nor costs nor a solver; {@code timefold},
 * their peers that use one; {@code placing}, which makes placement problems of costs and a layout of placements. Here
 * is what both problems share: {@link dev.meshwright.placement.Budget}, and {@link
 * dev.meshwright.placement.InfeasiblePlacementException} for what arithmetic rules out. For {@code question} and
 * above. Times are whole nanoseconds, so that scores add up exactly.
 *
 * <pre>{@code
 * Budget budget = Budget.ofMoves(2_000_000, 1).withCancelled(stop);   // same problem, moves, seed: same placement
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.placement;
