package dev.meshwright.replay.client;

import java.util.Arrays;
import java.util.Iterator;
import java.util.SplittableRandom;

/** A number of clients, each of which sends its next request when the one before is answered. */
public final class ClosedLoop implements Clients {

    private final Iterator<Lengths> lengths;
    private final double[] due;
    private int head;
    private int waiting;

    /**
     * Clients that start one after the other.
     *
     * @param clients how many
     * @param rampSeconds from the first one's start to the last one's; 0: all at once
     * @param lengths of the requests in the order in which they are sent, as many as there are
     */
    public ClosedLoop(int clients, double rampSeconds, Iterator<Lengths> lengths) {
        this(even(clients, rampSeconds), lengths);
    }

    private ClosedLoop(double[] starts, Iterator<Lengths> lengths) {
        this.lengths = lengths;
        this.due = starts;
        this.waiting = starts.length;
    }

    private static double[] even(int clients, double rampSeconds) {
        double[] starts = new double[clients];
        for (int client = 1; client < clients; client++) {
            starts[client] = rampSeconds * client / (clients - 1);
        }
        return starts;
    }

    /**
     * Clients that know nothing of each other: each starts at any time of the first {@code rampSeconds}, the first of them at once.
     *
     * @param clients how many
     * @param lengths of the requests in the order in which they are sent, as many as there are
     */
    public static ClosedLoop scattered(int clients, double rampSeconds, Iterator<Lengths> lengths, long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5DEECE66DL);
        double[] starts = new double[clients];
        for (int client = 1; client < clients; client++) {
            starts[client] = rampSeconds * random.nextDouble();
        }
        Arrays.sort(starts);
        return new ClosedLoop(starts, lengths);
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
        return lengths.next().at(seconds);
    }

    @Override
    public void answered(double seconds) {
        // Those who were refused know at once, before the tokens reach others that were made earlier.
        int place = waiting++;
        while (place > 0 && due[(head + place - 1) % due.length] > seconds) {
            due[(head + place) % due.length] = due[(head + place - 1) % due.length];
            place--;
        }
        due[(head + place) % due.length] = seconds;
    }
}
