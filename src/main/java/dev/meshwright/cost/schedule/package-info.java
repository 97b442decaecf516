/**
 * How stages of unequal length work together over micro-batches.
 *
 * <p>Door: {@link dev.meshwright.cost.schedule.Schedule}: the cycle of inference, the makespan of 1F1B and
 * interleaved training, micro-batches in flight on a stage. For {@code cost} and {@code lab}; arithmetic alone, it
 * knows neither models nor GPUs. Seconds; {@code sum} is of one micro-batch through all stages and hops, {@code max}
 * of the slowest stage.
 *
 * <pre>{@code
 * Schedule.makespanSeconds(0.8, 0.2, 16, 1);   // 16 x 0.2 + (0.8 - 0.2) / 1 = 3.8
 * Schedule.cycleSeconds(0.8, 0.2, 2);          // max(2 x 0.2, 0.8) = 0.8: two of four stages idle
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost.schedule;
