/**
 * Deployments that serve requests: a row becomes a case, the engine's settings and age become its constants.
 *
 * <p>Doors: {@link dev.meshwright.lab.serving.ServingMeasurements}, and {@link
 * dev.meshwright.lab.serving.MeasuredServing}, a row as the benchmark drove it. Here is what measurements know and
 * plans do not: scripts, software's age, admission, speculation. For {@code lab.inference}, {@code lab.error} and
 * {@code lab.fit}, and the list of kinds above. Rows have milliseconds, predictions seconds.
 *
 * <pre>{@code
 * MeasuredServing.of(cells, catalogues).map(measured -> measured.replayed(catalogues, constants));
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.serving;
