package dev.meshwright.cost.pool;

/**
 * How the cache of a request travels from the GPUs that read its prompt to those that write its answer.
 *
 * <p>Every rank of the decoding side gets what it holds, copies included. The reading side sends that from all GPUs that hold the
 * request, each as much as its share of the layers says; of a rank's copies each sends a part. Both ends work at the same time:
 * the busier one decides.
 *
 * <pre>seconds = latency + max(bytes * share_sending / rate_sending, bytes * share_receiving / rate_receiving)</pre>
 *
 * @param bytes of a request that travel
 * @param seconds of a request's way, nothing else being under way
 * @param latencySeconds of them whatever the size
 * @param inside whether it goes over the links of an island; else over NICs
 * @param sendingSeconds for which a request keeps the busiest of the sending GPUs' links
 * @param receivingSeconds for which it keeps the busiest of the receiving ones
 */
public record CacheTransfer(
        double bytes,
        double seconds,
        double latencySeconds,
        boolean inside,
        double sendingSeconds,
        double receivingSeconds) {

    /**
     * A transfer.
     *
     * @param sent what the reading side holds of a request
     * @param sendingRate bytes/s one way of each of its GPUs
     * @param received what the decoding side will hold
     * @param receivingRate bytes/s one way of each of its GPUs
     */
    public static CacheTransfer of(
            TransferConstants constants,
            HeldCache sent,
            double sendingRate,
            HeldCache received,
            double receivingRate,
            boolean inside) {
        double bytes = received.bytes();
        double sending = bytes * sent.largestShare() / (constants.lineShare() * sendingRate);
        double receiving = bytes * received.largestShare() / (constants.lineShare() * receivingRate);
        return new CacheTransfer(
                bytes,
                constants.latencySeconds() + Math.max(sending, receiving),
                constants.latencySeconds(),
                inside,
                sending,
                receiving);
    }

    /**
     * Seconds of a request's way that are left when its prompt is read, where each layer is sent as soon as it is computed: the last
     * one's part at least, and what the links were too slow for before,
     *
     * <pre>latency + max(way / L, way - batch (L - 1) / L)</pre>
     *
     * @param batchSeconds that the layers are computed in, one after the other
     * @param layers L
     */
    public double secondsAfter(double batchSeconds, int layers) {
        double way = seconds - latencySeconds;
        return latencySeconds + Math.max(way / layers, way - batchSeconds * (layers - 1) / layers);
    }

    /** Requests per second that {@code copies} attention copies can send at most, each one after the other. */
    public double sendingRequestsPerSecond(int copies) {
        return copies / sendingSeconds;
    }

    /** Requests per second that {@code copies} attention copies can receive at most. */
    public double receivingRequestsPerSecond(int copies) {
        return copies / receivingSeconds;
    }
}
