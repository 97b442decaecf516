package dev.meshwright.answer.explain.judgement;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Pools;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What the GPUs that a layout uses cost, by the prices that somebody states. A price per token says what tokens cost if they alone pay
 * for all GPUs; of a stream those that are sent pay, and not all that could be.
 *
 * @param currency of all amounts
 * @param perHour of all these GPUs
 * @param perMillionTokens that count as throughput: output tokens in serving
 * @param perMillionInputTokens in serving; empty else
 * @param perMillionInAll input and output tokens, one like the other, in serving; empty else
 */
public record Expenses(
        String currency,
        double perHour,
        double perMillionTokens,
        OptionalDouble perMillionInputTokens,
        OptionalDouble perMillionInAll) {

    private static final double HOUR_SECONDS = 3600;
    private static final double MILLION = 1e6;

    /** Those of {@code layout}; empty where one of its GPUs has no price. */
    public static Optional<Expenses> of(Problem problem, Layout layout, Evaluation evaluation) {
        return of(problem, layout.devices().all(), evaluation.performance());
    }

    /** Those of two pools; empty where one of their GPUs has no price. */
    public static Optional<Expenses> of(Problem problem, Pools pools, PoolsEvaluation evaluation) {
        return of(problem, pools.devices(), evaluation.together().performance());
    }

    private static Optional<Expenses> of(Problem problem, IntStream gpus, Performance performance) {
        OptionalDouble price = problem.prices().perHour(problem.cluster(), gpus);
        return price.isPresent() ? Optional.of(of(problem, price.getAsDouble(), performance)) : Optional.empty();
    }

    /** Those of a system at a price per hour. */
    public static Expenses of(Problem problem, double perHour, Performance performance) {
        double output = performance.tokensPerSecond();
        double paid = problem.workload() instanceof Serving serving
                ? Math.min(output, serving.demandedTokensPerSecond().orElse(output))
                : output;
        double input = performance.inputTokensPerSecond() * (output > 0 ? paid / output : 1);
        boolean both = problem.workload() instanceof Serving;
        return new Expenses(
                problem.prices().currency(),
                perHour,
                perMillion(perHour, paid),
                both ? OptionalDouble.of(perMillion(perHour, input)) : OptionalDouble.empty(),
                both ? OptionalDouble.of(perMillion(perHour, input + paid)) : OptionalDouble.empty());
    }

    private static double perMillion(double perHour, double tokensPerSecond) {
        return MILLION * perHour / HOUR_SECONDS / tokensPerSecond;
    }
}
