package dev.meshwright.answer;

import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.judgement.Expenses;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.answer.explain.pool.PoolProof;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The best plan of a model in each of some formats of its weights.
 *
 * @param formats in the order in which they were asked for
 * @param best label of the format whose plan is best; empty where nothing is feasible in any
 */
public record FormatComparison(List<Format> formats, Optional<String> best) {

    /** What no cost model knows. */
    public static final String ACCURACY =
            "Formats differ in the accuracy of answers, which is not modelled: whether one will do is yours to measure.";

    public FormatComparison {
        formats = List.copyOf(formats);
    }

    /**
     * One format.
     *
     * @param label of the weights
     * @param winner the best plan; empty where none is feasible or none was found in time
     * @param behind share by which it is worse than the best of all formats; empty without a plan
     * @param gap by which another plan in the same format may be better; empty without a plan
     * @param meetsTargets whether it misses no target
     */
    public record Format(
            String label, Optional<Plan> winner, OptionalDouble behind, OptionalDouble gap, boolean meetsTargets) {}

    /**
     * The best plan of a format, whether prompts and answers share GPUs in it or not.
     *
     * @param name in short
     * @param performance by the closed form
     * @param memoryBytes of its fullest GPU
     * @param gpus in use
     * @param perMillionTokens what these cost; empty where prices are not known
     */
    public record Plan(
            String name, Performance performance, double memoryBytes, int gpus, OptionalDouble perMillionTokens) {

        private static Plan of(Argument argument) {
            Evaluation evaluation = argument.winner().evaluation();
            return new Plan(
                    argument.winner().layout().degrees().shortName(),
                    evaluation.performance(),
                    evaluation.heaviestStage().memoryBytes(),
                    evaluation.gpus(),
                    cost(argument.assessment().expenses()));
        }

        private static Plan of(PoolArgument argument) {
            return new Plan(
                    argument.pools().shortName(),
                    argument.evaluation().together().performance(),
                    Math.max(
                            argument.evaluation().prefill().heaviestStage().memoryBytes(),
                            argument.evaluation().decode().heaviestStage().memoryBytes()),
                    argument.evaluation().gpus(),
                    cost(argument.expenses()));
        }

        private static OptionalDouble cost(Optional<Expenses> expenses) {
            return expenses.map(found -> OptionalDouble.of(found.perMillionTokens()))
                    .orElse(OptionalDouble.empty());
        }

        /** Share by which another plan is worse, in what the objective is about. */
        private double ahead(Plan other, Problem problem) {
            return switch (problem.objective()) {
                case THROUGHPUT -> 1 - other.performance.tokensPerSecond() / performance.tokensPerSecond();
                case LATENCY -> {
                    Ranking ranking = new Ranking(problem);
                    yield ranking.latencySeconds(other.performance) / ranking.latencySeconds(performance) - 1;
                }
                case GPUS -> (double) other.gpus / gpus - 1;
                case COST -> other.perMillionTokens.orElseThrow() / perMillionTokens.orElseThrow() - 1;
            };
        }
    }

    /** An answer that has a plan. */
    private record Answered(Problem problem, Plan plan, double gap, boolean misses) {

        private boolean better(Answered other) {
            return misses == other.misses ? plan.ahead(other.plan, problem) > 0 : other.misses;
        }
    }

    /** Compares answers by label: a plan that meets the targets is better than any that does not. */
    public static FormatComparison of(Map<String, SearchAnswer> answers) {
        Map<String, Answered> plans = new LinkedHashMap<>();
        answers.forEach((label, answer) -> answered(answer).ifPresent(found -> plans.put(label, found)));
        Optional<String> best = Optional.empty();
        for (String label : plans.keySet()) {
            Optional<Answered> leading = best.map(plans::get);
            if (leading.isEmpty() || Objects.requireNonNull(plans.get(label)).better(leading.get())) {
                best = Optional.of(label);
            }
        }
        Optional<Answered> winner = best.map(plans::get);
        List<Format> formats = new ArrayList<>();
        for (String label : answers.keySet()) {
            Optional<Answered> found = Optional.ofNullable(plans.get(label));
            formats.add(new Format(
                    label,
                    found.map(Answered::plan),
                    found.isPresent() && winner.isPresent()
                            ? OptionalDouble.of(winner.get()
                                    .plan()
                                    .ahead(found.get().plan(), found.get().problem()))
                            : OptionalDouble.empty(),
                    found.isPresent() ? OptionalDouble.of(found.get().gap()) : OptionalDouble.empty(),
                    found.filter(answer -> !answer.misses()).isPresent()));
        }
        return new FormatComparison(formats, best);
    }

    private static Optional<Answered> answered(SearchAnswer answer) {
        return switch (answer) {
            case SearchAnswer.Found found ->
                Optional.of(new Answered(
                        found.problem(),
                        Plan.of(found.argument()),
                        found.argument().proof().gap(),
                        found.missesTarget()));
            case SearchAnswer.Split split ->
                Optional.of(new Answered(
                        split.problem(),
                        Plan.of(split.argument()),
                        split.argument().proof().map(PoolProof::gap).orElse(0.0),
                        split.argument().missesTarget()));
            case SearchAnswer.NothingFound nothing -> Optional.empty();
            case SearchAnswer.NoneYet none -> Optional.empty();
            case SearchAnswer.NoPools none -> Optional.empty();
        };
    }
}
