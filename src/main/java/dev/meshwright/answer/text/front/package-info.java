/**
 * The front of a cluster in words.
 *
 * <p>Door: {@link dev.meshwright.answer.text.front.FrontText}, for the command line: a row for each point, slowest for users first, and
 * what the points prove. Milliseconds and seconds; tokens per second. Computes nothing.
 *
 * <pre>{@code
 * terminal.answer(FrontText.of(answer, style));
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.text.front;

import org.jspecify.annotations.NullMarked;
