/**
 * Expert placement by Timefold Solver: the model, constraint streams as specification, an incremental calculator as
 * engine, moves.
 *
 * <p>Doors: {@link dev.meshwright.placement.timefold.experts.TimefoldExpertPlacer}, a peer of the solver-free
 * placers, and {@link dev.meshwright.placement.timefold.experts.TimefoldPolish}, the planner's last step. For {@code
 * workbench}, {@code question.place} and {@code lab.bench}; the other public types are public for the solver's
 * reflection. Every move keeps a feasible placement feasible. Scores: violations, nanoseconds, squares.
 *
 * <pre>{@code
 * new TimefoldExpertPlacer().place(problem, Budget.ofMoves(2_000_000, 1)).gap();
 * }</pre>
 */
@NullMarked
package dev.meshwright.placement.timefold.experts;

import org.jspecify.annotations.NullMarked;
