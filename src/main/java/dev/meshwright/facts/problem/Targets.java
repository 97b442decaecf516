package dev.meshwright.facts.problem;

import dev.meshwright.facts.problem.TargetOutcome.Aim;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * Every target that is stated beside what is reached, throughput first.
     *
     * @param tokensPerSecond of the system
     * @param gpus that it uses
     * @param timeToFirstToken seconds; empty where the workload has none
     * @param timePerOutputToken seconds; empty where the workload has none
     */
    public List<TargetOutcome> outcomes(
            double tokensPerSecond, int gpus, OptionalDouble timeToFirstToken, OptionalDouble timePerOutputToken) {
        List<TargetOutcome> outcomes = new ArrayList<>();
        throughput.ifPresent(target -> outcomes.add(new TargetOutcome(
                Aim.THROUGHPUT,
                target.scope(),
                OptionalDouble.of(target.scope() == Scope.SYSTEM ? tokensPerSecond : tokensPerSecond / gpus),
                target.tokensPerSecond())));
        timeToFirstTokenSeconds.ifPresent(target ->
                outcomes.add(new TargetOutcome(Aim.TIME_TO_FIRST_TOKEN, Scope.SYSTEM, timeToFirstToken, target)));
        timePerOutputTokenSeconds.ifPresent(target ->
                outcomes.add(new TargetOutcome(Aim.TIME_PER_OUTPUT_TOKEN, Scope.SYSTEM, timePerOutputToken, target)));
        return outcomes;
    }

    /** Those of the {@link #outcomes outcomes} that are missed. */
    public List<TargetOutcome> shortfalls(
            double tokensPerSecond, int gpus, OptionalDouble timeToFirstToken, OptionalDouble timePerOutputToken) {
        return outcomes(tokensPerSecond, gpus, timeToFirstToken, timePerOutputToken).stream()
                .filter(TargetOutcome::missed)
                .toList();
    }

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
