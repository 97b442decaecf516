package dev.meshwright.cost.efficiency.surface;

/**
 * Time of one expert dispatch or combine: tokens travel to the ranks that hold their experts, or back.
 *
 * <pre>
 * seconds = latency + networkLatency (if any byte crosses nodes)
 *         + max(linkBytes / (linkBandwidth x linkFraction), networkBytes / (networkBandwidth x networkFraction))
 * </pre>
 *
 * <p>The bytes are those of the busiest rank, from the routed load: inside the NVLink domain and over its network card.
 */
public record ExchangeSurface(
        double latencySeconds, double linkFraction, double networkLatencySeconds, double networkFraction) {

    public ExchangeSurface {
        Constants.requireNotNegative("latencySeconds", latencySeconds);
        Constants.requireShare("linkFraction", linkFraction);
        Constants.requireNotNegative("networkLatencySeconds", networkLatencySeconds);
        Constants.requireShare("networkFraction", networkFraction);
    }

    /**
     * Seconds of the exchange.
     *
     * @param linkBytes bytes of the busiest rank over NVLink, one direction
     * @param networkBytes bytes of the busiest rank over its network card, one direction; 0 inside one domain
     * @param linkBandwidth NVLink bytes per second and direction of one GPU
     * @param networkBandwidth network bytes per second and direction of one GPU; ignored when networkBytes is 0
     */
    public double seconds(double linkBytes, double networkBytes, double linkBandwidth, double networkBandwidth) {
        double link = linkBytes / (linkBandwidth * linkFraction);
        if (networkBytes <= 0) {
            return latencySeconds + link;
        }
        double network = networkBytes / (networkBandwidth * networkFraction);
        return latencySeconds + networkLatencySeconds + Math.max(link, network);
    }

    /** The same with another share of the links' bandwidth. */
    public ExchangeSurface withLinkFraction(double fraction) {
        return new ExchangeSurface(latencySeconds, fraction, networkLatencySeconds, networkFraction);
    }
}
