/**
 * Measured streams: requests that came at a rate, and the percentiles of what they waited for.
 *
 * <p>Door: {@link dev.meshwright.lab.serving.stream.StreamMeasurements}. For {@code io.measured}. The benchmark behind a row is run
 * again as {@link dev.meshwright.lab.serving.ServingPrediction} runs the others, from a trace that {@link
 * dev.meshwright.lab.serving.stream.SharedPrompts} writes. Seconds; tokens; rows are in milliseconds.
 *
 * <pre>{@code
 * new StreamMeasurements().read(cells).predict(catalogues);
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.serving.stream;
