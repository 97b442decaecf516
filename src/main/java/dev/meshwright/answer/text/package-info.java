/**
 * Answers as text for people: sections, tables, bars and sentences.
 *
 * <p>Doors: one {@code Text} class per answer, such as {@link dev.meshwright.answer.text.SearchText}, {@link
 * dev.meshwright.answer.text.CheckText} and {@link dev.meshwright.answer.text.ScaleText}. For {@code cli}. Arranges
 * what was found and computes nothing but columns and bars; calls no cost model. Numbers are written by {@code
 * base.quantity.Figures}, with units of sensible size and a point whatever the locale; emphasis is the caller's
 * {@code Style}.
 *
 * <pre>{@code
 * String text = SearchText.of(answer, Style.PLAIN);
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.answer.text;
