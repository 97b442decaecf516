package dev.meshwright.facts.cluster;

import java.util.OptionalDouble;

/**
 * The network between islands.
 *
 * @param bandwidth bytes/s one way per GPU; empty: what the GPU's catalogue entry says
 * @param latencySeconds time of the smallest message
 */
public record InterNode(OptionalDouble bandwidth, double latencySeconds) {

    /** Round figure for RDMA through one switch tier, as DeepEP's and NCCL's small-message rows show (about 5 us). */
    public static final double DEFAULT_LATENCY_SECONDS = 5e-6;

    /** Catalogue bandwidth and default latency. */
    public static final InterNode DEFAULT = new InterNode(OptionalDouble.empty(), DEFAULT_LATENCY_SECONDS);
}
