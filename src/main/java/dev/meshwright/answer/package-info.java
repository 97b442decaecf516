/**
 * Answers: what a question came to, as immutable data that computes nothing. {@code text}, {@code json} and {@code picture}
 * render the same answers; {@code explain} makes arguments of what was found.
 *
 * <p>Doors: {@link dev.meshwright.answer.SearchAnswer}, {@link dev.meshwright.answer.CheckAnswer},
 * {@link dev.meshwright.answer.QuantityAnswer}, {@link dev.meshwright.answer.ScaleAnswer}. Seconds, bytes, tokens per
 * second.
 */
@NullMarked
package dev.meshwright.answer;

import org.jspecify.annotations.NullMarked;
