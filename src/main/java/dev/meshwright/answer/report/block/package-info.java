/**
 * What pages are put together from: blocks in sections, an answer as plain data, and which of its numbers have a derivation.
 *
 * <p>Doors: {@link dev.meshwright.answer.report.block.Block}, {@link dev.meshwright.answer.report.block.Section}, {@link
 * dev.meshwright.answer.report.block.Tree}. For {@code answer.report} and its template, which has a part for each kind of block, and
 * for {@code answer.picture}, which draws the charts of tables. A table is the data of its chart: numbers stand in cells beside their
 * words. What an answer does not have is empty, never null.
 *
 * <pre>{@code
 * new Section.Builder("answer", "Answer", "The answer").say("It fits.").build();
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.report.block;

import org.jspecify.annotations.NullMarked;
