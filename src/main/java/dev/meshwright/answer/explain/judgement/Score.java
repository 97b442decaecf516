package dev.meshwright.answer.explain.judgement;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Layout;

/**
 * A layout's worth in two numbers, larger is better.
 *
 * @param hard minus the number of broken constraints
 * @param soft the objective: tokens per second, or minus the nanoseconds of the latency, or minus the GPUs, or the tokens
 *     that a unit of money buys
 */
public record Score(int hard, long soft) {

    static Score of(Problem problem, Layout layout, Evaluation evaluation, int broken) {
        Performance performance = evaluation.performance();
        return new Score(
                -broken,
                switch (problem.objective()) {
                    case THROUGHPUT -> Math.round(performance.tokensPerSecond());
                    case LATENCY -> -Math.round(1e9 * new Ranking(problem).latencySeconds(performance));
                    case GPUS -> -evaluation.gpus();
                    case COST -> Math.round(new Ranking(problem).worth(layout, evaluation));
                });
    }

    /** {@code 0hard/19104soft}. */
    @Override
    public String toString() {
        return hard + "hard/" + soft + "soft";
    }
}
