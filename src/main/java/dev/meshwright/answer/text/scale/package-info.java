/**
 * What clusters with pools reach, for people.
 *
 * <p>Door: {@link dev.meshwright.answer.text.scale.ScaledPoolsText}, for {@code answer.text}, which has the rest of the answer about
 * hardware. Renders what there is and computes nothing.
 *
 * <pre>{@code
 * new ScaledPoolsText(page, answer).print(0);
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.text.scale;

import org.jspecify.annotations.NullMarked;
