/**
 * Starts of engines: what their logs say of weights, room for the cache and its tokens, and whether they ran.
 *
 * <p>Door: {@link dev.meshwright.lab.start.StartMeasurements}, the kind of such files. Uses {@code lab.row} and the formats
 * of checkpoints of {@code lab.serving}. Columns are described in docs/ACCURACY.md, "Starts of engines"; GiB in files,
 * bytes in code.
 *
 * <pre>{@code
 * new StartMeasurements().read(row).predict(catalogues).cells().get("predicted_outcome");   // runs
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.start;
