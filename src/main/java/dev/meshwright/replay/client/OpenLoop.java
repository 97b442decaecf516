package dev.meshwright.replay.client;

import dev.meshwright.facts.workload.Arrivals;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Requests that come when they come, whatever becomes of the others: a trace, or arrivals that were drawn. */
public final class OpenLoop implements Clients {

    private final Iterator<Request> requests;
    private @Nullable Request ahead;

    /** Requests in the order in which they are sent. */
    public OpenLoop(Iterator<Request> requests) {
        this.requests = requests;
    }

    /**
     * The stream that one replica of a deployment gets, where requests are dealt out in turn.
     *
     * @param arrivals of all requests, at a rate or recorded
     * @param replicas of the deployment
     * @param lengths of the requests in the order in which they are sent, as many as there are; a recording has its own, and no
     *     more than {@code most} are taken of it
     * @throws IllegalArgumentException for clients that wait for their answers
     */
    public static OpenLoop of(Arrivals arrivals, int replicas, Iterator<Lengths> lengths, int most, long seed) {
        return new OpenLoop(
                arrivals instanceof Arrivals.Trace trace
                        ? new RecordedArrivals(trace.requests(), replicas, most)
                        : DrawnArrivals.of(arrivals, replicas, lengths, seed));
    }

    @Override
    public double nextSeconds() {
        if (ahead == null && requests.hasNext()) {
            ahead = requests.next();
        }
        return ahead == null ? Double.POSITIVE_INFINITY : ahead.arrivalSeconds();
    }

    @Override
    public Request next() {
        nextSeconds();
        Request request = ahead;
        if (request == null) {
            throw new IllegalStateException("no request is left");
        }
        ahead = null;
        if (nextSeconds() < request.arrivalSeconds()) {
            throw new IllegalArgumentException(
                    "a request at " + nextSeconds() + " s follows one at " + request.arrivalSeconds() + " s");
        }
        return request;
    }

    @Override
    public void answered(double seconds) {
        // Nobody waits for answers.
    }
}
