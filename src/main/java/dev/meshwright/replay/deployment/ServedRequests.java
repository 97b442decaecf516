package dev.meshwright.replay.deployment;

import dev.meshwright.replay.Latencies;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What requests wait for under a plan, from a replay of its serving loop, and what the whole system answers.
 *
 * @param loop that was replayed
 * @param timeToFirstToken seconds from sending a request to its first token
 * @param timePerOutputToken mean seconds between the tokens of a request after its first; not a number where answers have one
 * @param endToEnd seconds from sending a request to its last token
 * @param requestsPerSecond answered by the whole system
 * @param outputTokensPerSecond written by the whole system
 * @param goodput what is answered in time; empty where no latency target is stated
 * @param sustainableRequestsPerSecond most that the whole system answers for ever; empty for clients that wait for their answers
 */
public record ServedRequests(
        ReplayedLoop loop,
        Latencies timeToFirstToken,
        Latencies timePerOutputToken,
        Latencies endToEnd,
        double requestsPerSecond,
        double outputTokensPerSecond,
        Optional<Goodput> goodput,
        OptionalDouble sustainableRequestsPerSecond) {

    /**
     * Requests that are answered within every latency target.
     *
     * @param share of the requests
     * @param requestsPerSecond of the whole system
     */
    public record Goodput(double share, double requestsPerSecond) {}
}
