package dev.meshwright.replay.client;

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
