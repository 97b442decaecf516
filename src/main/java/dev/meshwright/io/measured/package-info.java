/**
 * Files of measured rows, and configurations of benchmarks.
 *
 * <p>Doors: {@link dev.meshwright.io.measured.MeasurementFiles}, which tells kinds of rows apart by their columns and
 * writes predictions beside them; {@link dev.meshwright.io.measured.BenchFiles}; {@link
 * dev.meshwright.io.measured.AccuracyFiles}, what the project's own sources say of its accuracy. For {@code cli}; the only room of
 * {@code io} that knows {@code lab}. What a row's columns mean is {@code lab}'s: here a number is a number or a fault
 * with line and column. Units are those that the columns' names state.
 *
 * <pre>{@code
 * MeasurementFiles.read(Path.of("rows.csv"), kinds).kind().name();
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.measured;

import org.jspecify.annotations.NullMarked;
