package dev.meshwright.answer.explain.judgement;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Layout;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Energy at the board power of the data sheets: GPUs alone, at full power all the time.
 *
 * @param watts of the boards that a layout uses
 * @param tokensPerJoule counted tokens per joule of them
 */
public record Energy(double watts, double tokensPerJoule) {

    /** That of the boards that {@code layout} uses; empty where a board power is unknown. */
    static Optional<Energy> of(Problem problem, Layout layout, Evaluation evaluation) {
        OptionalDouble watts = problem.cluster().boardPower(layout.devices().all());
        return watts.isPresent()
                ? Optional.of(new Energy(
                        watts.getAsDouble(), evaluation.performance().tokensPerSecond() / watts.getAsDouble()))
                : Optional.empty();
    }

    /** Thousands of watts. */
    public double kilowatts() {
        return watts / 1e3;
    }
}
