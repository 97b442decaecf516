/**
 * Text in the making: paragraphs broken at 100 columns, tables whose columns line up, emphasis.
 *
 * <p>Doors: {@link dev.meshwright.answer.text.page.Page}, {@link dev.meshwright.answer.text.page.Table}, {@link
 * dev.meshwright.answer.text.page.Style}. For {@code answer.text}, its {@code accuracy}, and {@code cli}, which
 * chooses the style. Uses nothing of the project: it takes words and numbers that are texts already. Widths are
 * characters.
 *
 * <pre>{@code
 * new Page(Style.PLAIN).heading("Memory").lines(new Table("  ", "GPU", "GB").row("h100-sxm", "80.0").lines());
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.text.page;

import org.jspecify.annotations.NullMarked;
