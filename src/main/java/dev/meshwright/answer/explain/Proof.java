package dev.meshwright.answer.explain;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.space.SpaceCoverage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Why nothing in the space is better, or by how much something could be.
 *
 * @param combinations of degrees that were looked at, each with all its batches
 * @param feasible of them may work
 * @param placed layouts that were completed and evaluated
 * @param infeasible of the combinations, by reason
 * @param bound what no layout exceeds; infinite or 0 s where it is not known, because the search was cut off while it counted
 * @param gap by which another layout may exceed the best, at most; infinite where that is not known
 * @param complete whether the search ran to its end
 * @param sentence the argument
 * @param placement what a better placement of the best layout's degrees could win
 * @param coverage what it speaks of
 */
public record Proof(
        long combinations,
        long feasible,
        int placed,
        Map<Infeasibility, Long> infeasible,
        Bound bound,
        double gap,
        boolean complete,
        String sentence,
        String placement,
        SpaceCoverage coverage) {

    /** Gaps below this are rounding. */
    static final double CLOSED = 5e-5;

    /**
     * What no layout of the space exceeds, in what the objective is about.
     *
     * @param quantity {@code throughput}, a latency, {@code gpus} or {@code cost}, as plan files name them
     * @param value tokens/s, seconds, GPUs or money per million tokens
     */
    public record Bound(String quantity, double value) {}

    public Proof {
        Map<Infeasibility, Long> reasons = new EnumMap<>(Infeasibility.class);
        reasons.putAll(infeasible);
        infeasible = Collections.unmodifiableMap(reasons);
    }

    /** The proof that a search ended with; it must have found something. */
    static Proof of(Problem problem, SearchResult result) {
        Candidate best = result.best().orElseThrow();
        double gap = closed(problem, result) ? 0 : result.gap();
        Bound bound = closed(problem, result)
                ? bound(problem, new Ranking(problem).worth(best.layout(), best.evaluation()))
                : bound(problem, result.bound());
        return new Proof(
                result.combinations(),
                result.feasible(),
                result.placed(),
                result.infeasible(),
                bound,
                gap,
                result.complete(),
                sentence(problem, result, bound),
                placement(problem, best),
                SpaceCoverage.of(problem));
    }

    private static boolean closed(Problem problem, SearchResult result) {
        return problem.objective() == Objective.GPUS
                ? Ranking.gpus(result.bound())
                        >= result.best().orElseThrow().evaluation().gpus()
                : result.gap() < CLOSED;
    }

    /** The same proof, which says of the other deployment what is known. */
    Proof beside(OtherDeployment other) {
        return new Proof(
                combinations,
                feasible,
                placed,
                infeasible,
                bound,
                gap,
                complete,
                sentence,
                placement,
                coverage.with(other.covered(), other.words()));
    }

    /** Whether a bound is known at all. */
    public boolean bounded() {
        return Double.isFinite(gap);
    }

    /** Whether no layout of the space is better. */
    public boolean closed() {
        return complete && gap < CLOSED;
    }

    /** What a worth stands for, in what the objective is about. */
    public static Bound bound(Problem problem, double worth) {
        return switch (problem.objective()) {
            case THROUGHPUT -> new Bound("throughput", worth);
            case LATENCY ->
                new Bound(
                        switch (problem.workload()) {
                            case Training training -> "stepTime";
                            case Prefill prefill -> "timeToFirstToken";
                            default -> "timePerOutputToken";
                        },
                        1 / worth);
            case GPUS -> new Bound("gpus", Ranking.gpus(worth));
            case COST -> new Bound("cost", Ranking.perMillionTokens(worth));
        };
    }

    private static String sentence(Problem problem, SearchResult result, Bound bound) {
        if (!result.complete() && Double.isInfinite(result.bound())) {
            return "The search was cut off while combinations of degrees were still being counted, "
                    + Figures.count(result.combinations())
                    + " so far; by how much another layout may be better is not known.";
        }
        if (!result.complete()) {
            return "The search was cut off after " + Figures.number(result.placed(), "layout")
                    + " had been placed and evaluated in full. "
                    + (problem.objective() == Objective.GPUS && closed(problem, result)
                            ? "No layout does with fewer GPUs; one of as many may make more."
                            : "Another layout may be better by up to " + gain(problem, result) + ".");
        }
        String any = ", with " + batches(problem);
        String placed = Figures.number(result.placed(), "layout") + (result.placed() == 1 ? " was" : " were")
                + " placed and evaluated in full; the optimistic bounds of the rest are no better.";
        if (closed(problem, result)) {
            return "Best under the cost model: " + others(result.feasible() - 1, value(problem, bound)) + any + ". "
                    + placed;
        }
        return "No combination of degrees can " + value(problem, bound) + any + ", which is "
                + gain(problem, result) + " better than this layout; the"
                + " difference is what "
                + (result.passedOver().isPresent() ? "the replay's verdict costs and what " : "")
                + "better placements could still win. " + placed;
    }

    /** The batches that the sentence is about. */
    private static String batches(Problem problem) {
        if (problem.workload() instanceof Training training) {
            return training.microBatch().isPresent()
                    ? "micro-batches of " + training.microBatch().getAsInt()
                    : "any micro-batch";
        }
        OptionalInt asked = problem.workload().concurrency();
        return asked.isPresent()
                ? "any micro-batches of the " + Figures.number(asked.getAsInt(), "sequence")
                        + " in flight and any number of instances"
                : "any batch and any number of instances";
    }

    /** What the bound has over the best: a share of its rate, of the time that it takes, or GPUs. */
    private static String gain(Problem problem, SearchResult result) {
        return switch (problem.objective()) {
            case THROUGHPUT -> Figures.percent(result.gap());
            case LATENCY, COST -> Figures.percent(shorter(result.gap()));
            case GPUS -> {
                int best = result.best().orElseThrow().evaluation().gpus();
                yield Figures.number(best - Ranking.gpus(result.bound()), "GPU");
            }
        };
    }

    /** The share of its time that is saved by what runs at {@code 1 + faster} times the rate. */
    private static double shorter(double faster) {
        return 1 - 1 / (1 + faster);
    }

    private static String others(long others, String value) {
        if (others <= 0) {
            return "no combination of degrees can " + value;
        }
        return others == 1
                ? "neither this nor the one other combination of degrees that may work can " + value
                : "none of the other " + Figures.count(others) + " combinations of degrees that may work can " + value;
    }

    /** "exceed 6,896 tokens/s": what nothing can, by a bound. */
    public static String value(Problem problem, Bound bound) {
        return switch (problem.objective()) {
            case THROUGHPUT -> "exceed " + Figures.tokensPerSecond(bound.value());
            case LATENCY -> "take less than " + Figures.seconds(bound.value());
            case GPUS -> "do with fewer than " + Figures.number(bound.value(), "GPU");
            case COST ->
                "cost less than "
                        + Figures.money(bound.value(), problem.prices().currency()) + " per million tokens";
        };
    }

    private static String placement(Problem problem, Candidate best) {
        Performance performance = best.evaluation().performance();
        double reached = problem.objective() == Objective.LATENCY
                ? 1 / new Ranking(problem).latencySeconds(performance)
                : performance.tokensPerSecond();
        double bound = problem.objective() == Objective.LATENCY
                ? 1 / new Ranking(problem).latencySeconds(best.bound())
                : best.bound().tokensPerSecond();
        double above = Math.max(0, bound / reached - 1);
        double could = best.bounded() ? Math.min(above, best.placementGap()) : above;
        return could < CLOSED
                ? "No other placement of its experts and layers can shorten its step."
                : "A better placement of its experts and layers could shorten its step by "
                        + Figures.percent(shorter(could))
                        + " at most.";
    }
}
