/**
 * How many nodes a token of one layer is sent to, given on which nodes the replicas of each expert sit.
 *
 * <p>Doors: the sealed {@link dev.meshwright.placement.experts.traffic.NodeTraffic}, by pairs of experts chosen
 * together or by a sample of tokens; {@link dev.meshwright.placement.experts.traffic.TokenSample} draws one. For
 * {@code placement.experts}, which prices it, and {@code question.place}, which brings it. Nodes per token; a mask
 * has one bit for each hosting node, 64 at most.
 *
 * <pre>{@code
 * new TokenTraffic(3, new int[][] {{0, 1}, {0, 2}}).nodesPerToken(new long[] {0b01, 0b01, 0b10});   // (1 + 2) / 2
 * }</pre>
 */
@NullMarked
package dev.meshwright.placement.experts.traffic;

import org.jspecify.annotations.NullMarked;
