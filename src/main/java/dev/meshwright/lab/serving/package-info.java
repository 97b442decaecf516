/**
 * Deployments that serve requests: a row becomes a case, the engine's settings and age become its constants.
 *
 * <p>Doors: {@link dev.meshwright.lab.serving.ServingMeasurements}, and {@link
 * dev.meshwright.lab.serving.MeasuredServing}, a row as the benchmark drove it. Here is what measurements know and
 * plans do not: scripts, software's age, admission, speculation. For {@code lab.inference}, {@code lab.error} and
 * {@code lab.fit}, and the list of kinds above. Rows have milliseconds, predictions seconds.
 *
 * <pre>{@code
 * new Speculation(3, 0.7).tokensPerStep();   // 1 + 0.7 + 0.7^2 + 0.7^3 = 2.533
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.serving;
