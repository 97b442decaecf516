/**
 * Quality and speed: policies of placement beside each other, with the bound and known optima as rows of the same table, and
 * whole searches.
 *
 * <p>Doors: {@link dev.meshwright.lab.bench.PlacementBench} and {@link dev.meshwright.lab.bench.SearchBench}; what comes out is
 * a {@link dev.meshwright.lab.bench.BenchAnswer} of rows whose {@link dev.meshwright.lab.bench.Metric metrics} are data. Used by
 * {@code answer} and {@code workbench}. Reads no file: whoever asks brings loads and searches. Balance is the busiest rank's
 * load over the mean; times in milliseconds and seconds.
 *
 * <p>Example: {@code bench.rows(one, List.of("contiguous", "meshwright", "lower-bound"))} has a row for each policy.
 */
@NullMarked
package dev.meshwright.lab.bench;

import org.jspecify.annotations.NullMarked;
