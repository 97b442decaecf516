/**
 * Pipeline placement by Timefold Solver: the model, constraint streams as specification, an incremental calculator as
 * engine, moves.
 *
 * <p>Door: {@link dev.meshwright.placement.timefold.pipeline.TimefoldPipelinePlacer}, a peer of the solver-free
 * placers. For {@code workbench}; the other public types are public for the solver's reflection. It starts from the
 * best simple placement, never returns a worse one, and starts no solver where that meets the bound. Scores: broken
 * structure and overflowing bytes, nanoseconds of the step, squares of stage times.
 *
 * <pre>{@code
 * new TimefoldPipelinePlacer().place(problem, Budget.ofMoves(2_000_000, 1)).closed(budget);
 * }</pre>
 */
@NullMarked
package dev.meshwright.placement.timefold.pipeline;

import org.jspecify.annotations.NullMarked;
