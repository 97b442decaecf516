/**
 * Expert placement as a whole: the best of the simple starts, annealing where a gap is left, then a polish.
 *
 * <p>Doors: {@link dev.meshwright.placement.experts.planner.PlacementPlanner}, and {@link
 * dev.meshwright.placement.experts.planner.ExpertPlacers}, the solver-free placers from the simplest to the best. For
 * {@code question.place}, {@code lab.bench} and {@code placement.timefold}, whose solver is a polish like any other.
 * Never worse than its starts. Nanoseconds; budgets count moves.
 *
 * <pre>{@code
 * PlacedLayers placed = new PlacementPlanner(PlacementPlanner.NONE, 0).place(problem, Budget.ofMoves(0, 1));
 * placed.gap();   // 0.02: the slowest ranks take at most 2 % longer than any placement's
 * }</pre>
 */
@NullMarked
package dev.meshwright.placement.experts.planner;

import org.jspecify.annotations.NullMarked;
