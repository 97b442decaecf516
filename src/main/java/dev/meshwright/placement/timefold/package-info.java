/**
 * What the Timefold Solver placers share: a search that is built once, its end, its deadline.
 *
 * <p>Door: {@link dev.meshwright.placement.timefold.TimefoldSearch}: late acceptance over one kind of moves. For
 * {@code experts} and {@code pipeline} below it; these three are the only packages that know the solver, and callers
 * use their placers alone. A search ends by moves, by a score that cannot be beaten, by time or by cancellation; by
 * the first two it gives the same result for the same seed. Timefold logs through SLF4J.
 *
 * <pre>{@code
 * SearchStop stop = new SearchStop(budget.cancelled());
 * Optional<Duration> left = new Deadline(budget).remaining();
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.placement.timefold;
