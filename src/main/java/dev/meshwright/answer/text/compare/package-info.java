/**
 * Plans side by side as text.
 *
 * <p>Door: {@link dev.meshwright.answer.text.compare.ComparisonText}. For {@code cli}. A table for what changed, one for what it
 * bought, one for the GPU time of a token; each plan has a letter and a column, changes are of the first plan's figure.
 *
 * <pre>{@code
 * ComparisonText.of(comparison, Style.PLAIN);
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.text.compare;

import org.jspecify.annotations.NullMarked;
