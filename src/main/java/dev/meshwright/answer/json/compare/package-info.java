/**
 * Plans side by side as plain data.
 *
 * <p>Door: {@link dev.meshwright.answer.json.compare.ComparisonDocument}. For {@code cli} and {@code serve}, which print it and make
 * pages of it. Figures in base units, changes as shares of the first plan's, GPU seconds per counted token; the derivations of each
 * answer that has them, so that a page can open them.
 *
 * <pre>{@code
 * ComparisonDocument.of(comparison, answers).get("figures");
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.json.compare;

import org.jspecify.annotations.NullMarked;
