package dev.meshwright.replay;

import dev.meshwright.facts.problem.Statistic;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * A time over all requests, in seconds.
 *
 * @param mean of it
 * @param p50 half of the requests have no more
 * @param p90 nine in ten have no more
 * @param p99 99 in a hundred have no more
 */
public record Latencies(double mean, double p50, double p90, double p99) {

    /** The time {@code seconds} of requests from {@code first} to before {@code end}; where it is no number it counts for nothing. */
    static Latencies of(int first, int end, IntToDoubleFunction seconds) {
        double[] sorted = new double[Math.max(0, end - first)];
        int count = 0;
        double sum = 0;
        for (int number = first; number < end; number++) {
            double value = seconds.applyAsDouble(number);
            if (Double.isFinite(value)) {
                sorted[count++] = value;
                sum += value;
            }
        }
        Arrays.sort(sorted, 0, count);
        return new Latencies(
                sum / count,
                percentile(sorted, count, 0.5),
                percentile(sorted, count, 0.9),
                percentile(sorted, count, 0.99));
    }

    /** One of them. */
    public double of(Statistic statistic) {
        return switch (statistic) {
            case MEAN -> mean;
            case P50 -> p50;
            case P90 -> p90;
            case P99 -> p99;
        };
    }

    /** The same for every request. */
    public static Latencies always(double seconds) {
        return new Latencies(seconds, seconds, seconds, seconds);
    }

    /** The same where what took so long makes {@code parts} of equal length. */
    public Latencies dividedBy(double parts) {
        return new Latencies(mean / parts, p50 / parts, p90 / parts, p99 / parts);
    }

    /** Between the two values next to it, as most tools do it. */
    static double percentile(double[] sorted, int count, double share) {
        if (count == 0) {
            return Double.NaN;
        }
        double at = share * (count - 1);
        int below = (int) at;
        int above = Math.min(count - 1, below + 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
