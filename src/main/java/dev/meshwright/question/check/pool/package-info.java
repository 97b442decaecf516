/**
 * Plans of two pools that somebody else wrote.
 *
 * <p>Door: {@link dev.meshwright.question.check.pool.PoolsChecker}; the answer is a {@link
 * dev.meshwright.question.check.pool.CheckedPools}. For {@code workbench}. Each pool is completed and judged as a plan of the phase
 * that it runs; then both are evaluated together.
 *
 * <pre>{@code
 * new PoolsChecker(model, quick, thorough).check(draft).feasible();
 * }</pre>
 */
@NullMarked
package dev.meshwright.question.check.pool;

import org.jspecify.annotations.NullMarked;
