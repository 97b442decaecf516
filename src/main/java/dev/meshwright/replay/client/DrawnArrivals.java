package dev.meshwright.replay.client;

import dev.meshwright.facts.workload.Arrivals;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Requests at a rate, with gaps that are drawn independently of each other, the same for the same seed. */
public final class DrawnArrivals implements Iterator<Request> {

    private final DoubleSupplier gaps;
    private final Iterator<Lengths> lengths;
    private double seconds;

    private DrawnArrivals(DoubleSupplier gaps, Iterator<Lengths> lengths) {
        this.gaps = gaps;
        this.lengths = lengths;
    }

    /** One request for each of {@code lengths}, at {@code perSecond} on average. */
    public static DrawnArrivals poisson(double perSecond, Iterator<Lengths> lengths, long seed) {
        SplittableRandom random = random(seed);
        return new DrawnArrivals(() -> random.nextExponential() / perSecond, lengths);
    }

    /** The same with gaps that are all alike. */
    public static DrawnArrivals constant(double perSecond, Iterator<Lengths> lengths) {
        return new DrawnArrivals(() -> 1 / perSecond, lengths);
    }

    /**
     * The same with gaps from a gamma distribution.
     *
     * @param variation standard deviation of the gaps over their mean
     */
    public static DrawnArrivals gamma(double perSecond, double variation, Iterator<Lengths> lengths, long seed) {
        SplittableRandom random = random(seed);
        double shape = 1 / (variation * variation);
        return new DrawnArrivals(() -> gamma(shape, random) / shape / perSecond, lengths);
    }

    /**
     * The stream of one of {@code replicas} replicas that requests are dealt out to in turn: of its gaps each is the sum of so many
     * of all. Sums of exponential gaps and of gamma gaps are gamma distributed.
     *
     * @throws IllegalArgumentException for arrivals that are no rate
     */
    public static DrawnArrivals of(Arrivals arrivals, int replicas, Iterator<Lengths> lengths, long seed) {
        return switch (arrivals) {
            case Arrivals.Poisson stream ->
                replicas == 1
                        ? poisson(stream.perSecond(), lengths, seed)
                        : gamma(stream.perSecond() / replicas, 1 / Math.sqrt(replicas), lengths, seed);
            case Arrivals.Gamma stream ->
                gamma(stream.perSecond() / replicas, stream.variation() / Math.sqrt(replicas), lengths, seed);
            case Arrivals.Constant stream -> constant(stream.perSecond() / replicas, lengths);
            case Arrivals.Clients clients -> throw new IllegalArgumentException("clients have no rate");
            case Arrivals.Trace trace -> throw new IllegalArgumentException("a trace has times of its own");
        };
    }

    private static SplittableRandom random(long seed) {
        return new SplittableRandom(seed ^ 0x9E3779B97F4A7C15L);
    }

    /** A number of a gamma distribution with scale 1 (Marsaglia and Tsang 2000, A Simple Method for Generating Gamma Variables). */
    private static double gamma(double shape, SplittableRandom random) {
        if (shape < 1) {
            return gamma(shape + 1, random) * Math.pow(1 - random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double normal = random.nextGaussian();
            double root = 1 + c * normal;
            double cube = root * root * root;
            double uniform = 1 - random.nextDouble();
            if (root > 0 && Math.log(uniform) < normal * normal / 2 + d * (1 - cube + Math.log(cube))) {
                return d * cube;
            }
        }
    }

    @Override
    public boolean hasNext() {
        return lengths.hasNext();
    }

    @Override
    public Request next() {
        Lengths next = lengths.next();
        seconds += gaps.getAsDouble();
        return next.at(seconds);
    }
}
