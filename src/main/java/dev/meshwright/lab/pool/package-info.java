/**
 * Measured deployments with GPUs of their own for prompts and for answers.
 *
 * <p>Door: {@link dev.meshwright.lab.pool.PoolMeasurements}, listed in {@code io.measured.MeasurementFiles}. Rows with both pools are
 * predicted by running their benchmark again on both; rows of one pool by the rate of the phase that it runs. Milliseconds in
 * files, seconds and tokens per second and GPU inside. Nothing is fitted to them.
 *
 * <p>Example: {@code new PoolMeasurements().read(rows).getFirst().predict(catalogues)}.
 */
@NullMarked
package dev.meshwright.lab.pool;

import org.jspecify.annotations.NullMarked;
