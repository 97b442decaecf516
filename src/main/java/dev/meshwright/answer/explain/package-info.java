/**
 * The argument behind a result as data: what binds, what was lost, why the others lost, what may go wrong.
 *
 * <p>Doors: {@link dev.meshwright.answer.explain.Argument} for a plan that was found, {@link
 * dev.meshwright.answer.explain.shortage.ShortageFinder} where there is none, {@link dev.meshwright.answer.explain.risk.Risks} for
 * one that was checked. Made for {@code workbench}, read by {@code answer.text}, {@code json} and {@code picture};
 * asks the cost model, renders nothing. Seconds, GPU seconds per token, fractions of 1. {@code judgement} is of one
 * layout.
 *
 * <pre>{@code
 * Argument argument = Argument.of(costModel, result, "");
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.explain;

import org.jspecify.annotations.NullMarked;
