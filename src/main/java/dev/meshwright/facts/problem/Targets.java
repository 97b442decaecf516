package dev.meshwright.facts.problem;

import dev.meshwright.facts.problem.TargetOutcome.Aim;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What must be reached. Each time is stated for as many statistics as matter, at most once for each, in their order.
 *
 * @param throughput least tokens per second, of the system or of each GPU
 * @param timeToFirstToken longest times from request to first token
 * @param timePerOutputToken longest times between output tokens
 * @param endToEnd longest times from request to last token
 */
public record Targets(
        Optional<ThroughputTarget> throughput,
        List<TimeTarget> timeToFirstToken,
        List<TimeTarget> timePerOutputToken,
        List<TimeTarget> endToEnd) {

    /** Nothing in particular. */
    public static final Targets NONE = new Targets(Optional.empty(), List.of(), List.of(), List.of());

    public Targets {
        timeToFirstToken = inOrder(timeToFirstToken);
        timePerOutputToken = inOrder(timePerOutputToken);
        endToEnd = inOrder(endToEnd);
    }

    /** Times on average. */
    public Targets(
            Optional<ThroughputTarget> throughput,
            OptionalDouble timeToFirstTokenSeconds,
            OptionalDouble timePerOutputTokenSeconds) {
        this(throughput, mean(timeToFirstTokenSeconds), mean(timePerOutputTokenSeconds), List.of());
    }

    private static List<TimeTarget> inOrder(List<TimeTarget> times) {
        return times.stream()
                .sorted(Comparator.comparing(TimeTarget::statistic))
                .toList();
    }

    private static List<TimeTarget> mean(OptionalDouble seconds) {
        return seconds.isPresent() ? List.of(new TimeTarget(Statistic.MEAN, seconds.getAsDouble())) : List.of();
    }

    /**
     * Longest time to the first token that a closed form is held to, which knows means only: the stated mean, else the lowest
     * percentile that is stated, as an estimate.
     */
    public OptionalDouble timeToFirstTokenSeconds() {
        return lowest(timeToFirstToken);
    }

    /** Longest time between output tokens that a closed form is held to, likewise. */
    public OptionalDouble timePerOutputTokenSeconds() {
        return lowest(timePerOutputToken);
    }

    private static OptionalDouble lowest(List<TimeTarget> times) {
        // Asked for every bound of a search.
        return times.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(times.getFirst().seconds());
    }

    /** The same without one of throughput. */
    public Targets withoutThroughput() {
        return new Targets(Optional.empty(), timeToFirstToken, timePerOutputToken, endToEnd);
    }

    /** The same with times that may be so many times as long. */
    public Targets stretched(double firstToken, double outputToken) {
        return new Targets(
                throughput,
                stretched(timeToFirstToken, firstToken),
                stretched(timePerOutputToken, outputToken),
                endToEnd);
    }

    private static List<TimeTarget> stretched(List<TimeTarget> times, double factor) {
        return times.stream()
                .map(time -> new TimeTarget(time.statistic(), time.seconds() * factor))
                .toList();
    }

    /** Times that requests take, by statistic. */
    @FunctionalInterface
    public interface Times {

        /** Seconds; empty where there is no such time. */
        OptionalDouble seconds(Aim aim, Statistic statistic);
    }

    /**
     * Every target that is stated beside what is reached, throughput first.
     *
     * @param tokensPerSecond of the system
     * @param gpus that it uses
     * @param times that its requests take
     */
    public List<TargetOutcome> outcomes(double tokensPerSecond, int gpus, Times times) {
        List<TargetOutcome> outcomes = new ArrayList<>(ofThroughput(tokensPerSecond, gpus));
        outcomes.addAll(ofTimes(times));
        return outcomes;
    }

    /** Every time that is stated beside what is reached. */
    public List<TargetOutcome> ofTimes(Times times) {
        List<TargetOutcome> outcomes = new ArrayList<>();
        add(Aim.TIME_TO_FIRST_TOKEN, timeToFirstToken, times, outcomes);
        add(Aim.TIME_PER_OUTPUT_TOKEN, timePerOutputToken, times, outcomes);
        add(Aim.END_TO_END, endToEnd, times, outcomes);
        return outcomes;
    }

    private static void add(Aim aim, List<TimeTarget> stated, Times times, List<TargetOutcome> outcomes) {
        for (TimeTarget target : stated) {
            outcomes.add(new TargetOutcome(
                    aim, Scope.SYSTEM, target.statistic(), times.seconds(aim, target.statistic()), target.seconds()));
        }
    }

    private List<TargetOutcome> ofThroughput(double tokensPerSecond, int gpus) {
        return throughput.stream()
                .map(target -> new TargetOutcome(
                        Aim.THROUGHPUT,
                        target.scope(),
                        Statistic.MEAN,
                        OptionalDouble.of(target.scope() == Scope.SYSTEM ? tokensPerSecond : tokensPerSecond / gpus),
                        target.tokensPerSecond()))
                .toList();
    }

    /**
     * Every target that a closed form is held to beside what is reached, throughput first.
     *
     * @param tokensPerSecond of the system
     * @param gpus that it uses
     * @param timeToFirstToken seconds; empty where the workload has none
     * @param timePerOutputToken seconds; empty where the workload has none
     */
    public List<TargetOutcome> outcomes(
            double tokensPerSecond, int gpus, OptionalDouble timeToFirstToken, OptionalDouble timePerOutputToken) {
        List<TargetOutcome> outcomes = new ArrayList<>(ofThroughput(tokensPerSecond, gpus));
        timeToFirstTokenSeconds()
                .ifPresent(target -> outcomes.add(new TargetOutcome(
                        Aim.TIME_TO_FIRST_TOKEN, Scope.SYSTEM, Statistic.MEAN, timeToFirstToken, target)));
        timePerOutputTokenSeconds()
                .ifPresent(target -> outcomes.add(new TargetOutcome(
                        Aim.TIME_PER_OUTPUT_TOKEN, Scope.SYSTEM, Statistic.MEAN, timePerOutputToken, target)));
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
