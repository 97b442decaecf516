package dev.meshwright.cost.efficiency.surface;

/**
 * What a collective pays for leaving the node: {@code hopLatencySeconds} per step between nodes and a share of the
 * network card's data-sheet bandwidth.
 */
public record NetworkSurface(double hopLatencySeconds, double bandwidthFraction) {

    public NetworkSurface {
        Constants.requireNotNegative("hopLatencySeconds", hopLatencySeconds);
        Constants.requirePositive("bandwidthFraction", bandwidthFraction);
    }

    /** Seconds to send {@code bytes} over a card of {@code networkBandwidth} bytes per second and direction. */
    public double transferSeconds(double bytes, double networkBandwidth) {
        return bytes / (networkBandwidth * bandwidthFraction);
    }
}
