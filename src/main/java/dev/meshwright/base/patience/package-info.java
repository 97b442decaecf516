/**
 * How long whoever asked is ready to wait, asked by every loop that can take long.
 *
 * <p>Door: {@link dev.meshwright.base.patience.Patience}. Whoever has a best so far to fall back on runs the work {@code within} a limit
 * and gets nothing back where it ended; the loops below ask, and are left at once. Loops outside of any limit run to their end. Used
 * by every room; knows neither clocks nor signals, only a question that somebody answers.
 *
 * <pre>{@code
 * Optional<Bound> bound = Patience.within(cancelled, () -> costModel.bound(family));
 * }</pre>
 */
@NullMarked
package dev.meshwright.base.patience;

import org.jspecify.annotations.NullMarked;
