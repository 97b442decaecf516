/**
 * Continuous batching: what a request waits for, from the times of passes.
 *
 * <p>Doors: {@link dev.meshwright.cost.serving.ContinuousBatching} and what it gives, {@link
 * dev.meshwright.cost.evaluation.ServingTimes}. For {@code cost}; {@code lab} takes times, steps and {@link
 * dev.meshwright.cost.engine.HeldPrompts} to follow what benchmarks did. Seconds, but for counts of steps; sequences
 * are those of one attention rank.
 *
 * <pre>{@code
 * new Cycle(0.001, 4, new PassTimes(0.020, 0.006)).seconds();   // 0.001 + max(4 x 0.006, 0.020) = 0.025
 * }</pre>
 */
@NullMarked
package dev.meshwright.cost.serving;

import org.jspecify.annotations.NullMarked;
