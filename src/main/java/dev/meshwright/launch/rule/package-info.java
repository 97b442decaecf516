/**
 * Whether an engine takes the settings of a launch, and whether what it loads can be cut so.
 *
 * <p>Door: {@link dev.meshwright.launch.rule.LaunchRules}, one class of rules for each engine beside those of every engine.
 * Used by {@code launch.engine}; uses {@code launch.pool} and {@code launch.option}. What depends on memory or on a layout
 * alone is the cost model's and {@code layout.rule}'s. Mends are in the engine's own flags.
 *
 * <pre>{@code
 * LaunchRules.judge(pool, options).getFirst().reason();   // 1536 / 8 = 192 is not a multiple of the block of 128
 * }</pre>
 */
@NullMarked
package dev.meshwright.launch.rule;

import org.jspecify.annotations.NullMarked;
