package dev.meshwright.replay.client;

import java.util.Iterator;

/** A number of clients, each of which sends its next request when the one before is answered: all at once, then as answers come. */
public final class ClosedLoop implements Clients {

    private final Iterator<Lengths> lengths;
    private final double thinkSeconds;
    private final double[] due;
    private int head;
    private int waiting;

    /**
     * Clients that start together.
     *
     * @param clients how many
     * @param thinkSeconds between an answer and the next request of its client
     * @param lengths of the requests in the order in which they are sent, as many as there are
     */
    public ClosedLoop(int clients, double thinkSeconds, Iterator<Lengths> lengths) {
        this.lengths = lengths;
        this.thinkSeconds = thinkSeconds;
        this.due = new double[clients];
        this.waiting = clients;
    }

    @Override
    public double nextSeconds() {
        return waiting > 0 && lengths.hasNext() ? due[head] : Double.POSITIVE_INFINITY;
    }

    @Override
    public Request next() {
        double seconds = due[head];
        head = (head + 1) % due.length;
        waiting--;
        Lengths next = lengths.next();
        return new Request(seconds, next.inputTokens(), next.outputTokens());
    }

    @Override
    public void answered(double seconds) {
        // Those who were refused know at once, before the tokens reach others that were made earlier.
        int place = waiting++;
        while (place > 0 && due[(head + place - 1) % due.length] > seconds + thinkSeconds) {
            due[(head + place) % due.length] = due[(head + place - 1) % due.length];
            place--;
        }
        due[(head + place) % due.length] = seconds + thinkSeconds;
    }
}
