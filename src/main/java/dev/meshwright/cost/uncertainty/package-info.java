/**
 * How far measurements lie from predictions of their kind.
 *
 * <p>Doors: {@link dev.meshwright.cost.uncertainty.PredictionIntervals}, where eight of ten measurements lie, from
 * residuals of rows that no fit has seen ({@code efficiency/residuals.properties}); {@link
 * dev.meshwright.cost.uncertainty.Measure}, what is measured. For {@code lab}, which writes that file, and {@code
 * answer}, which prints an interval with every plan. Residuals are ln(predicted / measured); intervals are in the
 * unit of the prediction.
 *
 * <pre>
 * low = predicted x exp(-high residual): 1,000 tokens/s x exp(-0.2136) = 808 tokens/s
 * </pre>
 */
@NullMarked
package dev.meshwright.cost.uncertainty;

import org.jspecify.annotations.NullMarked;
