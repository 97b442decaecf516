package dev.meshwright.replay.client;

import java.util.Arrays;
import java.util.Iterator;
import java.util.SplittableRandom;

/** A number of clients, each of which sends its next request when the one before is answered. */
public final class ClosedLoop implements Clients {

    private final Iterator<Lengths> lengths;

    /** When those who wait send next: a heap, for a million of them may be answered in any order. */
    private final double[] due;

    private int waiting;

    /** Seconds between two requests while some clients have not started. */
    private final double interval;

    private int unstarted;
    private double slot;

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
        this(starts, starts.length, 0, lengths);
    }

    private ClosedLoop(double[] due, int waiting, double interval, Iterator<Lengths> lengths) {
        this.lengths = lengths;
        this.due = due;
        this.waiting = waiting;
        this.interval = interval;
        this.unstarted = due.length - waiting;
    }

    /**
     * Clients that start one after the other as the system has room for them: until all have, a request is sent every {@code
     * interval} seconds, by somebody who was answered if there is one, else by another client. So no more comes at a time than what is
     * answered in the long run, and nobody starts in a crowd.
     *
     * @param clients how many
     * @param lengths of the requests in the order in which they are sent, as many as there are
     */
    public static ClosedLoop paced(int clients, double interval, Iterator<Lengths> lengths) {
        return new ClosedLoop(new double[clients], 0, interval, lengths);
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
        if (!lengths.hasNext()) {
            return Double.POSITIVE_INFINITY;
        }
        return unstarted > 0 ? slot : waiting > 0 ? due[0] : Double.POSITIVE_INFINITY;
    }

    @Override
    public Request next() {
        if (unstarted == 0) {
            return lengths.next().at(earliest());
        }
        double seconds = slot;
        slot += interval;
        if (waiting > 0 && due[0] <= seconds) {
            earliest();
        } else {
            unstarted--;
        }
        return lengths.next().at(seconds);
    }

    /** Takes the one out who sends next. */
    private double earliest() {
        double seconds = due[0];
        sink(due[--waiting]);
        return seconds;
    }

    @Override
    public void answered(double seconds) {
        int place = waiting++;
        while (place > 0 && due[(place - 1) / 2] > seconds) {
            due[place] = due[(place - 1) / 2];
            place = (place - 1) / 2;
        }
        due[place] = seconds;
    }

    /** Puts {@code seconds} where the first of the heap has left a hole. */
    private void sink(double seconds) {
        int place = 0;
        for (int child = 1; child < waiting; child = 2 * place + 1) {
            int earlier = child + 1 < waiting && due[child + 1] < due[child] ? child + 1 : child;
            if (due[earlier] >= seconds) {
                break;
            }
            due[place] = due[earlier];
            place = earlier;
        }
        due[place] = seconds;
    }
}
