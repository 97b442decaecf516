package dev.meshwright.replay;

import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.client.Request;
import dev.meshwright.replay.scheduler.Scheduler;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where requests come in and tokens go out: the front end between clients and schedulers. */
final class FrontDoor {

    private final Clients clients;
    private final List<Scheduler> schedulers;
    private final FrontEnd frontEnd;
    private final Outcome outcome;
    private @Nullable Request ahead;
    private double aheadSeconds;
    private double readSeconds;
    private double streamedSeconds;

    /**
     * A door.
     *
     * @param schedulers that requests are dealt out to: each to the one with the fewest
     * @param outcome where requests are noted
     */
    FrontDoor(Clients clients, List<Scheduler> schedulers, FrontEnd frontEnd, Outcome outcome) {
        this.clients = clients;
        this.schedulers = schedulers;
        this.frontEnd = frontEnd;
        this.outcome = outcome;
    }

    /** When the next request reaches the engine, not before {@code now}; infinite where none is left. */
    double nextArrival(double now) {
        return Math.max(now, reachesEngine(Double.MAX_VALUE));
    }

    /**
     * When the next request reaches the engine: each server of the front end reads prompts one after the other. Infinite where it does not begin
     * to read one by {@code until}: somebody who is answered before may send one first.
     */
    double reachesEngine(double until) {
        if (ahead == null && Math.max(readSeconds, clients.nextSeconds()) <= until) {
            Request request = clients.next();
            double begins = Math.max(readSeconds, request.arrivalSeconds());
            double reading = request.inputTokens() * frontEnd.inputTokenSeconds();
            readSeconds = begins + reading / frontEnd.readers();
            aheadSeconds = begins + reading + frontEnd.requestSeconds();
            ahead = request;
        }
        return ahead == null ? Double.POSITIVE_INFINITY : aheadSeconds;
    }

    /** When clients have {@code tokens} of a step that ends now: the front end streams them one after the other. */
    double streamed(int tokens, double now) {
        if (frontEnd.streamedTokenSeconds() > 0) {
            streamedSeconds = Math.max(streamedSeconds, now) + tokens * frontEnd.streamedTokenSeconds();
            return streamedSeconds + frontEnd.tokenSeconds();
        }
        return now + frontEnd.tokenSeconds();
    }

    /** Queues the requests that reached the engine before a step ended, with the seats that were taken then. */
    void takeBefore(double end) {
        while (reachesEngine(end) < end) {
            queue();
        }
    }

    /** Queues the requests that reached the engine by {@code now}. */
    void take(double now) {
        while (reachesEngine(now) <= now) {
            queue();
        }
    }

    /** Queues the next request where there are fewest when it reaches the engine. */
    private void queue() {
        Request request = Objects.requireNonNull(ahead);
        ahead = null;
        Scheduler least = schedulers.getFirst();
        for (int other = 1; other < schedulers.size(); other++) {
            least = schedulers.get(other).load() < least.load() ? schedulers.get(other) : least;
        }
        if (least.accepts(request.inputTokens(), request.outputTokens())) {
            int number = outcome.add(request.arrivalSeconds(), request.outputTokens());
            least.arrive(
                    number, request.inputTokens(), request.outputTokens(), request.prefixTokens(), request.steps());
        } else {
            outcome.refuse();
            clients.refused(aheadSeconds);
        }
    }
}
