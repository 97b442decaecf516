/**
 * What the doors of the cost model hand out: performance, memory by stage, phases, losses, derivations.
 *
 * <p>Doors: {@link dev.meshwright.cost.evaluation.Evaluation} of a complete layout, {@link
 * dev.meshwright.cost.evaluation.DegreeBound} of degrees alone. Immutable data that computes nothing but sums; for
 * every room above {@code cost}, made by {@code cost} alone. Seconds, bytes of one GPU of a stage, FLOP, tokens per
 * second of the whole system; losses are fractions of 1.
 *
 * <pre>{@code
 * evaluation.heaviestStage().memory().get(MemoryComponent.CACHE);   // bytes on each of its GPUs
 * }</pre>
 */
@NullMarked
package dev.meshwright.cost.evaluation;

import org.jspecify.annotations.NullMarked;
