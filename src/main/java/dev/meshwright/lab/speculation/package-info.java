/**
 * Deployments that were measured with and without guessed tokens.
 *
 * <p>Door: {@link dev.meshwright.lab.speculation.PairMeasurements}, listed in {@code io.measured.MeasurementFiles}. Both runs of a pair are
 * replayed as every serving row is ({@code lab.serving}); how often guesses count is what is published of the model. Milliseconds in
 * files, seconds inside; nothing is fitted to them.
 *
 * <p>Example: {@code new PairMeasurements().read(rows).getFirst()}.
 */
@NullMarked
package dev.meshwright.lab.speculation;

import org.jspecify.annotations.NullMarked;
