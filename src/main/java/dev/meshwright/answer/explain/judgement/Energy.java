package dev.meshwright.answer.explain.judgement;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Pools;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Energy at the board power of the data sheets: GPUs alone, at full power all the time.
 *
 * @param watts of the boards that a layout uses
 * @param tokensPerJoule counted tokens per joule of them
 */
public record Energy(double watts, double tokensPerJoule) {

    /** That of the boards that {@code layout} uses; empty where a board power is unknown. */
    static Optional<Energy> of(Problem problem, Layout layout, Evaluation evaluation) {
        return of(problem, layout.devices().all(), evaluation.performance());
    }

    /** That of the boards of two pools; empty where a board power is unknown. */
    public static Optional<Energy> of(Problem problem, Pools pools, PoolsEvaluation evaluation) {
        return of(problem, pools.devices(), evaluation.together().performance());
    }

    private static Optional<Energy> of(Problem problem, IntStream gpus, Performance performance) {
        OptionalDouble watts = problem.cluster().boardPower(gpus);
        return watts.isPresent()
                ? Optional.of(new Energy(watts.getAsDouble(), performance.tokensPerSecond() / watts.getAsDouble()))
                : Optional.empty();
    }

    /** Thousands of watts. */
    public double kilowatts() {
        return watts / 1e3;
    }
}
