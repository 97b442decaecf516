package dev.meshwright.cost.efficiency.surface;

/**
 * Time of an engine's own all-reduce kernel for small messages inside one NVLink domain: the better of one shot (each
 * rank reads the whole message of every other) and two shots (reduce-scatter, then all-gather).
 *
 * <pre>
 * oneShot = latency + (ranks - 1) x (rankLatency + message / (bandwidth x oneShotFraction))
 * twoShot = latency + (ranks - 1) x rankLatency + secondShot + 2 (ranks - 1) / ranks x message / (bandwidth x twoShotFraction)
 * </pre>
 */
public record CustomAllReduceSurface(
        double latencySeconds,
        double rankLatencySeconds,
        double oneShotFraction,
        double secondShotSeconds,
        double twoShotFraction) {

    public CustomAllReduceSurface {
        Constants.requireNotNegative("latencySeconds", latencySeconds);
        Constants.requireNotNegative("rankLatencySeconds", rankLatencySeconds);
        Constants.requirePositive("oneShotFraction", oneShotFraction);
        Constants.requireNotNegative("secondShotSeconds", secondShotSeconds);
        Constants.requirePositive("twoShotFraction", twoShotFraction);
    }

    /** Seconds to all-reduce {@code messageBytes} over {@code ranks} at {@code bandwidth} bytes per second and direction. */
    public double seconds(double messageBytes, int ranks, double bandwidth) {
        int peers = ranks - 1;
        double wire = messageBytes / bandwidth;
        double oneShot = peers * wire / oneShotFraction;
        double twoShot = secondShotSeconds + 2.0 * peers / ranks * wire / twoShotFraction;
        return latencySeconds + peers * rankLatencySeconds + Math.min(oneShot, twoShot);
    }
}
