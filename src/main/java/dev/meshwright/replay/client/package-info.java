/**
 * Who sends requests: clients that wait for their answers, or a stream that waits for nothing.
 *
 * <p>Door: {@link dev.meshwright.replay.client.Clients}. For {@code replay} and whoever builds one. Seconds after the start; tokens.
 * Lengths are drawn from {@link dev.meshwright.facts.workload.Length}, the same for the same seed.
 *
 * <pre>{@code
 * Clients stream = new OpenLoop(DrawnArrivals.poisson(20, new DrawnLengths(input, output, 2000, 1), 1));
 * Clients loop = new ClosedLoop(64, 0, new DrawnLengths(input, output, 640, 1));
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.replay.client;
