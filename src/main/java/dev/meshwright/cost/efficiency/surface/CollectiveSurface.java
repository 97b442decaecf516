package dev.meshwright.cost.efficiency.surface;

/**
 * Time of one library collective over a uniform fabric.
 *
 * <pre>
 * seconds = latency + (ranks - 1) x rankLatency + ramp x message / (message + rampBytes) + sent / (bandwidth x fraction)
 * </pre>
 *
 * <p>{@code sent} are the bytes that each rank sends: 2 (n-1)/n of the message in an all-reduce, (n-1)/n in all-gather,
 * reduce-scatter and all-to-all. {@code ramp} is the start-up of the bandwidth protocol, which a message of {@code
 * rampBytes} pays by half and a small one (low-latency protocol) not at all.
 */
public record CollectiveSurface(
        double latencySeconds,
        double rankLatencySeconds,
        double rampSeconds,
        double rampBytes,
        double bandwidthFraction) {

    public CollectiveSurface {
        Constants.requireNotNegative("latencySeconds", latencySeconds);
        Constants.requireNotNegative("rankLatencySeconds", rankLatencySeconds);
        Constants.requireNotNegative("rampSeconds", rampSeconds);
        Constants.requirePositive("rampBytes", rampBytes);
        Constants.requirePositive("bandwidthFraction", bandwidthFraction);
    }

    /**
     * Seconds of the collective.
     *
     * @param messageBytes size of the message
     * @param sentBytes bytes that the busiest rank sends
     * @param ranks members of the group, at least 1
     * @param bandwidth bytes per second and direction of one rank's link
     */
    public double seconds(double messageBytes, double sentBytes, int ranks, double bandwidth) {
        return latencySeconds
                + (ranks - 1) * rankLatencySeconds
                + rampSeconds * messageBytes / (messageBytes + rampBytes)
                + sentBytes / (bandwidth * bandwidthFraction);
    }
}
