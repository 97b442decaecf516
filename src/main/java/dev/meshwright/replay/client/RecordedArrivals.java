package dev.meshwright.replay.client;

import dev.meshwright.facts.workload.RecordedRequests;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Requests as they were recorded: all of them, or the share of one replica that they are dealt out to in turn. */
public final class RecordedArrivals implements Iterator<Request> {

    private final RecordedRequests requests;
    private final int replicas;
    private final long end;
    private long number;

    /**
     * The first requests of a recording.
     *
     * @param replicas that requests are dealt out to; these are those of the first
     * @param most of them
     */
    public RecordedArrivals(RecordedRequests requests, int replicas, int most) {
        this.requests = requests;
        this.replicas = replicas;
        this.end = Math.min(requests.size(), (long) most * replicas);
    }

    @Override
    public boolean hasNext() {
        return number < end;
    }

    @Override
    public Request next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int taken = (int) number;
        number += replicas;
        return new Request(
                requests.arrivalSeconds(taken),
                requests.inputTokens(taken),
                requests.outputTokens(taken),
                requests.prefixTokens(taken));
    }
}
