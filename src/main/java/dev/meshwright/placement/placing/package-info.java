/**
 * Costs into placement problems, and placements back into a layout.
 *
 * <p>Doors: {@link dev.meshwright.placement.placing.LayoutPlacer} completes degrees, {@link
 * dev.meshwright.placement.placing.StagePlacer} places layers and ranks. For {@code question} and {@code workbench};
 * the only room of {@code placement} that knows {@code cost} and {@code layout}. Experts come first: a step gets
 * shorter with every layer's slowest rank, whatever the stages are. Seconds of the cost model become whole
 * nanoseconds here.
 *
 * <pre>{@code
 * new LayoutPlacer(costModel, expertPlacer, new StagePlacer(pipelinePlacer), Budget.ofMoves(0, 1))
 *         .place(degrees)
 *         .map(LayoutPlacer.Placed::layout);
 * }</pre>
 */
@NullMarked
package dev.meshwright.placement.placing;

import org.jspecify.annotations.NullMarked;
