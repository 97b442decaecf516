/**
 * What training adds to forward passes: backward passes, recomputation, gradients, optimizer, sharded weights.
 *
 * <p>Doors: {@link dev.meshwright.cost.training.TrainingPasses}, forward and backward in units of the forward pass;
 * {@link dev.meshwright.cost.training.TrainingTail}, what follows the micro-batches of a step; {@link
 * dev.meshwright.cost.training.WeightGather}. For {@code cost.pass} and {@code cost.bound}; the forward pass itself
 * is {@code cost.layer}'s. Seconds; constants and their sources are in {@code efficiency/training.properties}.
 *
 * <pre>{@code
 * passes.of(Recomputation.FULL)[Component.EXPERTS.ordinal()];   // forward 1 + backward 2 + recomputed 1 = 4
 * }</pre>
 */
@NullMarked
package dev.meshwright.cost.training;

import org.jspecify.annotations.NullMarked;
