package dev.meshwright.question.place;

import java.util.Optional;

/**
 * What moving experts every T seconds of serving is worth, where loads change every D seconds.
 *
 * <pre>
 * speed(T) = T / (T + p) (v - T / (2 D) (v - v'))        v  balanced for the load in force, v' for the one before
 * best T   = sqrt(p^2 + p / b v) - p,   b = (v - v') / (2 D)
 * speed(T) &gt;= w   between the roots of   -b T^2 + (v - w) T - w p = 0
 * </pre>
 *
 * <p>A rearrangement keeps steps waiting for p seconds. A change of the load is met half an interval late in the mean: up to T =
 * D, beyond which the map is always one of the past.
 *
 * @param balanced v, tokens per second
 * @param stale v', tokens per second
 * @param periodSeconds D
 * @param pauseSeconds p
 */
public record Rebalancing(double balanced, double stale, double periodSeconds, double pauseSeconds) {

    /** Intervals from {@code shortest} to {@code longest} seconds. */
    public record Intervals(double shortest, double longest) {}

    private double loss() {
        return Math.max(0, balanced - stale) / (2 * periodSeconds);
    }

    /** Tokens per second with an interval of {@code seconds}, at most the period. */
    public double tokensPerSecond(double seconds) {
        return seconds / (seconds + pauseSeconds) * (balanced - loss() * seconds);
    }

    /** The interval that serves most tokens. */
    public double bestSeconds() {
        double loss = loss();
        double free = loss == 0
                ? periodSeconds
                : Math.sqrt(pauseSeconds * pauseSeconds + pauseSeconds / loss * balanced) - pauseSeconds;
        return Math.min(periodSeconds, free);
    }

    /** Intervals at which it serves as much as {@code other} tokens per second; empty where no interval does. */
    public Optional<Intervals> paying(double other) {
        double gain = balanced - other;
        double loss = loss();
        double cost = other * pauseSeconds;
        if (gain <= 0) {
            return Optional.empty();
        }
        if (loss == 0) {
            double shortest = cost / gain;
            return shortest > periodSeconds ? Optional.empty() : Optional.of(new Intervals(shortest, periodSeconds));
        }
        double root = gain * gain - 4 * loss * cost;
        if (root < 0) {
            return Optional.empty();
        }
        double shortest = (gain - Math.sqrt(root)) / (2 * loss);
        double longest = Math.min(periodSeconds, (gain + Math.sqrt(root)) / (2 * loss));
        return shortest > periodSeconds ? Optional.empty() : Optional.of(new Intervals(shortest, longest));
    }
}
