package dev.meshwright.question.front;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.layout.Layout;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.replay.deployment.LoopReplays;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A layout on the front.
 *
 * @param candidate the layout and what it costs
 * @param gpus of the cluster
 * @param concurrency sequences in flight that were asked for; empty where their number was free
 * @param limitSeconds longest time between output tokens that its search allowed; infinite where it allowed any
 * @param bound tokens per second that no layout exceeds which keeps that limit
 * @param complete whether the search ran to its end
 * @param served what its requests wait for, from a replay of its loop; empty where it was not replayed
 */
public record FrontPoint(
        Candidate candidate,
        int gpus,
        OptionalInt concurrency,
        double limitSeconds,
        double bound,
        boolean complete,
        Optional<ServedRequests> served) {

    /** The same with its loop replayed, where {@code loops} wants that. */
    FrontPoint replayed(CostModel costModel, LoopReplays loops) {
        return new FrontPoint(
                candidate,
                gpus,
                concurrency,
                limitSeconds,
                bound,
                complete,
                loops.of(costModel, layout().degrees(), candidate.evaluation()));
    }

    private Performance performance() {
        return candidate.evaluation().performance();
    }

    /** Degrees and where everything lies. */
    public Layout layout() {
        return candidate.layout();
    }

    /** Counted tokens per second of the cluster. */
    public double tokensPerSecond() {
        return performance().tokensPerSecond();
    }

    /** The same of each GPU of the cluster, idle ones included. */
    public double perGpu() {
        return tokensPerSecond() / gpus;
    }

    /** Seconds between output tokens. */
    public double timePerOutputToken() {
        return performance().timePerOutputTokenSeconds().orElseThrow();
    }

    /** Tokens per second that one user reads. */
    public double perUser() {
        return 1 / timePerOutputToken();
    }

    /** Seconds to the first token; empty in decode. */
    public OptionalDouble timeToFirstToken() {
        return performance().timeToFirstTokenSeconds();
    }

    /**
     * Share by which a layout that serves users as fast may make more: whoever is as fast as this one keeps the limit of its search. Infinite
     * where that is not known.
     */
    public double gap() {
        return Math.max(0, bound / tokensPerSecond() - 1);
    }

    /** Whether another point is no slower for users and makes no less, and is better in one of both. */
    boolean dominatedBy(FrontPoint other) {
        boolean noWorse =
                other.timePerOutputToken() <= timePerOutputToken() && other.tokensPerSecond() >= tokensPerSecond();
        return noWorse
                && (other.timePerOutputToken() < timePerOutputToken() || other.tokensPerSecond() > tokensPerSecond());
    }
}
