package dev.meshwright.facts.problem;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What must be reached.
 *
 * @param throughput least tokens per second, of the system or of each GPU
 * @param timeToFirstTokenSeconds longest time from request to first token
 * @param timePerOutputTokenSeconds longest time between output tokens
 */
public record Targets(
        Optional<ThroughputTarget> throughput,
        OptionalDouble timeToFirstTokenSeconds,
        OptionalDouble timePerOutputTokenSeconds) {

    /** Nothing in particular. */
    public static final Targets NONE = new Targets(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    /** Whose throughput. */
    public enum Scope {
        SYSTEM("system"),
        PER_GPU("per-gpu");

        private final String label;

        Scope(String label) {
            this.label = label;
        }

        /** The name as problem files spell it. */
        public String label() {
            return label;
        }
    }

    /**
     * Least throughput.
     *
     * @param tokensPerSecond the least
     * @param scope of the system, or of each GPU
     */
    public record ThroughputTarget(double tokensPerSecond, Scope scope) {}
}
