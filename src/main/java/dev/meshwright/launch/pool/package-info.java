/**
 * Launches as what they mean: pools of servers with degrees, formats and limits, and why one will not run.
 *
 * <p>Door: {@link dev.meshwright.launch.pool.Launch}. Made by {@code launch.engine}, judged by {@code launch.rule}, written down
 * by {@code io.launch}, shown by {@code answer}. Immutable; what a launch does not say is empty, never a guess. Degrees are
 * ranks, lengths tokens, shares fractions.
 *
 * <pre>{@code
 * launch.pools().getFirst().layout().tensor();   // 8
 * }</pre>
 */
@NullMarked
package dev.meshwright.launch.pool;

import org.jspecify.annotations.NullMarked;
