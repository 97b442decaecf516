/**
 * Simple pipeline placements: layers split evenly or exactly, groups of GPUs in some order.
 *
 * <p>Door: {@link dev.meshwright.placement.pipeline.start.PipelinePlacers}, from the simplest to the best. For {@code
 * placement.timefold.pipeline}, which starts from the best of them, and as peers to compare with. No random numbers,
 * no solver. Nanoseconds, bytes per GPU.
 *
 * <pre>{@code
 * PlacedPipeline placed = PipelinePlacers.GREEDY.place(problem, Budget.ofMoves(0, 1));
 * placed.gap();   // step over bound, minus 1
 * }</pre>
 */
@NullMarked
package dev.meshwright.placement.pipeline.start;

import org.jspecify.annotations.NullMarked;
