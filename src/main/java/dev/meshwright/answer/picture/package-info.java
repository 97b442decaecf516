/**
 * Answers as pictures: SVG without a library, the same bytes in every locale.
 *
 * <p>Doors: {@link dev.meshwright.answer.picture.CalibrationPlot}, predicted against measured on logarithmic axes,
 * and {@link dev.meshwright.answer.picture.BenchPicture}, a panel per case of a benchmark. For {@code cli}. Computes
 * nothing but positions on the sheet, in pixels; figures are in the unit of their measure.
 *
 * <pre>{@code
 * String svg = CalibrationPlot.of(report.measures().getFirst(), "serving: throughput");
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.picture;

import org.jspecify.annotations.NullMarked;
