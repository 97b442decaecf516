/**
 * What every kind of measurements needs: values of a row and the names in them, its model and layout, and what became
 * of it.
 *
 * <p>Doors: {@link dev.meshwright.lab.row.MeasurementKind}, one implementation per kind of file, told by its columns;
 * {@link dev.meshwright.lab.row.Outcome}, a figure measured and predicted, or the reason why it is not; {@link
 * dev.meshwright.lab.row.Catalogues}, what a prediction needs besides the row. For all of {@code lab} and for rooms
 * above it. Figures are in the unit of their measure: seconds, bytes, tokens per second.
 *
 * <pre>{@code
 * Outcome.predicted(labels, Measure.THROUGHPUT, 1_000, 1_100, List.of()).signedError();   // 1,100 / 1,000 - 1 = 0.1
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.row;
