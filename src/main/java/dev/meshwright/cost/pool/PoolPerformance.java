package dev.meshwright.cost.pool;

import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.workload.Workload.Serving;
import java.util.OptionalDouble;

/**
 * What two pools reach together, and what holds them back.
 *
 * @param performance of the whole system: output tokens per second, times as its users see them
 * @param prefillRequests per second that the prefill pool reads at most
 * @param decodeRequests per second that the decode pool answers at most
 * @param sentRequests per second that the links of the prefill pool can send
 * @param receivedRequests per second that those of the decode pool can receive
 * @param askedRequests per second that there are; infinite where there are always enough
 * @param limit which of these is the least
 */
public record PoolPerformance(
        Performance performance,
        double prefillRequests,
        double decodeRequests,
        double sentRequests,
        double receivedRequests,
        double askedRequests,
        Limit limit) {

    /**
     * Two pools of which each does so many requests per second.
     *
     * @param firstToken seconds to the first token
     * @param perToken seconds between output tokens
     * @param decodeStep seconds of a decode step
     */
    static PoolPerformance of(
            Serving serving,
            double firstToken,
            double perToken,
            double decodeStep,
            double prefill,
            double decode,
            double sent,
            double received) {
        double life = firstToken + (serving.outputTokens() - 1) * perToken;
        double asked =
                serving.concurrency().isPresent() ? serving.concurrency().getAsInt() / life : Double.POSITIVE_INFINITY;
        double[] rates = {prefill, decode, sent, received, asked};
        Limit limit = Limit.PREFILL;
        for (Limit other : Limit.values()) {
            limit = rates[other.ordinal()] < rates[limit.ordinal()] ? other : limit;
        }
        double requests = rates[limit.ordinal()];
        Performance performance = new Performance(
                requests * serving.outputTokens(),
                requests * serving.longest(),
                OptionalDouble.of(firstToken),
                OptionalDouble.of(perToken),
                decodeStep);
        return new PoolPerformance(performance, prefill, decode, sent, received, asked, limit);
    }

    /** What holds two pools back. */
    public enum Limit {
        PREFILL("the prefill pool"),
        DECODE("the decode pool"),
        SENDING("the links of the prefill pool"),
        RECEIVING("the links of the decode pool"),
        REQUESTS("the sequences that there are");

        private final String words;

        Limit(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** Requests per second that the system answers. */
    public double requestsPerSecond() {
        return Math.min(
                Math.min(Math.min(prefillRequests, decodeRequests), Math.min(sentRequests, receivedRequests)),
                askedRequests);
    }

    /** Share of its time that the prefill pool works. */
    public double prefillBusy() {
        return requestsPerSecond() / prefillRequests;
    }

    /** Share of its places that the decode pool fills. */
    public double decodeBusy() {
        return requestsPerSecond() / decodeRequests;
    }
}
