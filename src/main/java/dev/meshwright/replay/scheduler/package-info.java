/**
 * Who gets into the next step: the schedulers of three engines, by their own rules.
 *
 * <p>Door: {@link dev.meshwright.replay.scheduler.Scheduler#of}. For {@code replay} and whoever builds one. A decode step costs as much
 * for a thousand sequences as for one, and allocates nothing. Tokens, steps, and blocks of the cache on one attention rank.
 *
 * <pre>{@code
 * Scheduler rank = Scheduler.of(Engine.VLLM, settings);
 * rank.arrive(0, 1000, 100, 0);
 * rank.plan(plan, true);
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.replay.scheduler;
