/**
 * Answers: what a question came to, as immutable data that computes nothing. {@code text}, {@code json} and {@code picture}
 * render the same answers; {@code explain} makes arguments of what was found.
 *
 * <p>Doors: {@link dev.meshwright.answer.SearchAnswer}, {@link dev.meshwright.answer.CheckAnswer},
 * {@link dev.meshwright.answer.QuantityAnswer}, {@link dev.meshwright.answer.ScaleAnswer}. Made by {@code workbench}, rendered for
 * {@code cli} and read by programs that embed Meshwright. Seconds, bytes, tokens per second.
 *
 * <pre>{@code
 * String text = SearchText.of(answer, Style.PLAIN);
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer;

import org.jspecify.annotations.NullMarked;
