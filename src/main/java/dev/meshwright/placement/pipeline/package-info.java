/**
 * Pipeline placement: which layers each stage runs, and on which GPUs each of its tensor groups sits.
 *
 * <p>Doors: {@link dev.meshwright.placement.pipeline.PipelineProblem}, pure data; {@link
 * dev.meshwright.placement.pipeline.PipelineObjective}, the cost of a placement and its bound; {@link
 * dev.meshwright.placement.pipeline.PipelinePlacer}, one way of placing; {@link
 * dev.meshwright.placement.pipeline.StageSplit}, the exact split of layers. For {@code placement.placing} and {@code
 * placement.timefold}. Nanoseconds of one micro-batch, bytes per GPU.
 *
 * <pre>
 * step = sum of the stages + (m - 1) x longest stage: 4 stages of 5 ms, m = 16: 20 + 15 x 5 = 95 ms
 * </pre>
 */
@NullMarked
package dev.meshwright.placement.pipeline;

import org.jspecify.annotations.NullMarked;
