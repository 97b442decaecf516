package dev.meshwright.replay.client;

import java.util.Iterator;
import java.util.SplittableRandom;

/** Requests that come independently of each other, so many per second on average. */
public final class PoissonArrivals implements Iterator<Request> {

    private final double perSecond;
    private final Iterator<Lengths> lengths;
    private final SplittableRandom random;
    private double seconds;

    /**
     * One request for each of {@code lengths}.
     *
     * @param perSecond mean rate
     */
    public PoissonArrivals(double perSecond, Iterator<Lengths> lengths, long seed) {
        this.perSecond = perSecond;
        this.lengths = lengths;
        this.random = new SplittableRandom(seed ^ 0x9E3779B97F4A7C15L);
    }

    @Override
    public boolean hasNext() {
        return lengths.hasNext();
    }

    @Override
    public Request next() {
        Lengths next = lengths.next();
        seconds += random.nextExponential() / perSecond;
        return new Request(seconds, next.inputTokens(), next.outputTokens());
    }
}
