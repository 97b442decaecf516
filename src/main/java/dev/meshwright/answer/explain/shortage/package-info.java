/**
 * Why no layout is feasible, and what would change that.
 *
 * <p>Door: {@link dev.meshwright.answer.explain.shortage.ShortageFinder}, which tries changes on the cost model and reports those
 * that would do, as a {@link dev.meshwright.answer.explain.shortage.Shortage}. For {@code workbench}, rendered by {@code
 * answer}. Memory is in bytes on the fullest GPU.
 *
 * <pre>{@code
 * Shortage shortage = new ShortageFinder(costModel).explain(result);
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.explain.shortage;

import org.jspecify.annotations.NullMarked;
