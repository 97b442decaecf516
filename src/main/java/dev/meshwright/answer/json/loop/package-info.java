/**
 * What a replay of the serving loop says, as plain data: the {@code latency} of an evaluation.
 *
 * <p>Door: {@link dev.meshwright.answer.json.loop.LatencyDocument}. For {@code answer.json}. Base units: seconds, requests and tokens per
 * second.
 *
 * <pre>{@code
 * LatencyDocument.of(served, performance).get("timeToFirstToken");   // {mean, p50, p90, p99}
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.answer.json.loop;
