/**
 * The argument behind a result as data: what binds, what was lost, why the others lost, what may go wrong.
 *
 * <p>Doors: {@link dev.meshwright.answer.explain.Argument} for a plan that was found, {@link
 * dev.meshwright.answer.explain.ShortageFinder} where there is none, {@link dev.meshwright.answer.explain.Risks} for
 * one that was checked. Made for {@code workbench}, read by {@code answer.text}, {@code json} and {@code picture};
 * asks the cost model, renders nothing. Seconds, GPU seconds per token, tokens per joule at the boards' power,
 * fractions of 1.
 *
 * <pre>{@code
 * Energy.tokensPerJoule(problem, layout, evaluation);   // 10,000 tokens/s on 8 GPUs of 700 W: 10,000 / 5,600 = 1.79
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.explain;

import org.jspecify.annotations.NullMarked;
