package dev.meshwright.replay.deployment;

import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.OptionalDouble;

/**
 * The loop of a replica as it was replayed.
 *
 * @param engine whose scheduler runs
 * @param settings of its scheduler, for each attention rank and all micro-batches of a pipeline
 * @param replicas of the whole system, of which this is one
 * @param clients of the replica that wait for their answers, each of which starts at any time; 0 for a stream of requests
 * @param requestsPerSecond of the replica that are sent in a stream, infinite where all come at once; empty for clients
 * @param counted requests behind the statistics
 * @param requests that were sent, those of the start and the end included
 * @param refused requests that no cache or step has room for
 * @param steps of the engine
 * @param preemptions requests that lost their seat and were computed anew
 * @param seed of what was drawn
 */
public record ReplayedLoop(
        Engine engine,
        SchedulerSettings settings,
        int replicas,
        int clients,
        OptionalDouble requestsPerSecond,
        int counted,
        int requests,
        int refused,
        long steps,
        int preemptions,
        long seed) {

    /** The same of a system of so many replicas. */
    ReplayedLoop of(int others) {
        return new ReplayedLoop(
                engine,
                settings,
                others,
                clients,
                requestsPerSecond,
                counted,
                requests,
                refused,
                steps,
                preemptions,
                seed);
    }

    /** Whether a stream has no rate since all its requests come at once, as a single one does. */
    public boolean allAtOnce() {
        return requestsPerSecond.isPresent() && Double.isInfinite(requestsPerSecond.getAsDouble());
    }
}
