package dev.meshwright.facts.problem;

import dev.meshwright.facts.problem.Targets.Scope;
import java.util.OptionalDouble;

/**
 * What one target asks beside what is reached.
 *
 * @param aim what it is about
 * @param scope whose throughput it is about; times are the system's
 * @param statistic of the requests' times that it is about; the mean where they are known on average alone
 * @param reached tokens per second or seconds; empty where a workload has no such time
 * @param target in the same unit
 */
public record TargetOutcome(Aim aim, Scope scope, Statistic statistic, OptionalDouble reached, double target) {

    /** What a target can be about. */
    public enum Aim {
        THROUGHPUT("throughput"),
        TIME_TO_FIRST_TOKEN("time to first token"),
        TIME_PER_OUTPUT_TOKEN("time per output token"),
        END_TO_END("time end to end");

        private final String words;

        Aim(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /** What it is about, for people. */
    public String words() {
        return statistic == Statistic.MEAN ? aim.words() : aim.words() + ", " + statistic.label();
    }

    /** Whether it is reached, but not well enough; a time that there is not is no miss. */
    public boolean missed() {
        if (reached.isEmpty()) {
            return false;
        }
        return switch (aim) {
            case THROUGHPUT -> reached.getAsDouble() < target;
            case TIME_TO_FIRST_TOKEN, TIME_PER_OUTPUT_TOKEN, END_TO_END -> reached.getAsDouble() > target;
        };
    }

    /** By which share of the target it is better than asked; negative where it is missed, empty where there is no such time. */
    public OptionalDouble spare() {
        if (reached.isEmpty()) {
            return reached;
        }
        double share = reached.getAsDouble() / target;
        return OptionalDouble.of(
                switch (aim) {
                    case THROUGHPUT -> share - 1;
                    case TIME_TO_FIRST_TOKEN, TIME_PER_OUTPUT_TOKEN, END_TO_END -> 1 - share;
                });
    }
}
