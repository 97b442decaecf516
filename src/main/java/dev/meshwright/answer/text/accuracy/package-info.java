/**
 * Predictions against measurements, and calibrations, as text and as tables of docs/ACCURACY.md.
 *
 * <p>Doors: {@link dev.meshwright.answer.text.accuracy.ValidationText} and {@link
 * dev.meshwright.answer.text.accuracy.CalibrationText} for a terminal, {@link
 * dev.meshwright.answer.text.accuracy.AccuracyTables} for documents, in Markdown. For {@code cli}; renders what
 * {@code lab} found. Errors are in per cent of what was measured, positive where the prediction is too large.
 *
 * <pre>{@code
 * String text = ValidationText.of(answer, List.of(Grouping.GPU), Style.PLAIN);
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.text.accuracy;

import org.jspecify.annotations.NullMarked;
