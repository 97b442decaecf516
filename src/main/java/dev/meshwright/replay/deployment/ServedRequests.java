package dev.meshwright.replay.deployment;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.MissedTargets;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.TargetOutcome.Aim;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.replay.Latencies;
import dev.meshwright.replay.Spread;
import dev.meshwright.replay.Timeline;
import java.util.List;
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
 * @param spread how those times spread over the requests
 * @param timeline of the replica that was replayed; empty where several were
 * @param traffic how requests go from pool to pool; empty where one pool does all
 */
public record ServedRequests(
        ReplayedLoop loop,
        Latencies timeToFirstToken,
        Latencies timePerOutputToken,
        Latencies endToEnd,
        double requestsPerSecond,
        double outputTokensPerSecond,
        Optional<Goodput> goodput,
        OptionalDouble sustainableRequestsPerSecond,
        Spread spread,
        List<Timeline.Moment> timeline,
        Optional<PoolTraffic> traffic) {

    public ServedRequests {
        timeline = List.copyOf(timeline);
    }

    /** Seconds of a time that targets can be about; empty where there is no such time. */
    public OptionalDouble seconds(Aim aim, Statistic statistic) {
        return switch (aim) {
            case THROUGHPUT -> OptionalDouble.empty();
            case TIME_TO_FIRST_TOKEN -> known(timeToFirstToken.of(statistic));
            case TIME_PER_OUTPUT_TOKEN -> known(timePerOutputToken.of(statistic));
            case END_TO_END -> known(endToEnd.of(statistic));
        };
    }

    private static OptionalDouble known(double seconds) {
        return Double.isNaN(seconds) ? OptionalDouble.empty() : OptionalDouble.of(seconds);
    }

    /** Whether more requests are sent than can be answered for ever; those that all come at once are answered one day. */
    public boolean overloaded() {
        return !loop.allAtOnce()
                && sustainableRequestsPerSecond.isPresent()
                && sent() > sustainableRequestsPerSecond.getAsDouble();
    }

    private double sent() {
        return loop.requestsPerSecond().orElse(0) * loop.replicas();
    }

    /** {@code evaluation} of the same plan, with the targets that its requests miss. */
    public Evaluation judged(Evaluation evaluation, Targets targets) {
        return evaluation.missing(MissedTargets.among(targets.ofTimes(this::seconds)));
    }

    /**
     * Requests that are answered within every latency target.
     *
     * @param share of the requests
     * @param requestsPerSecond of the whole system
     */
    public record Goodput(double share, double requestsPerSecond) {}
}
