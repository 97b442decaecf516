package dev.meshwright.answer.explain.judgement;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Layout;
import java.util.OptionalDouble;

/** Energy at the board power of the data sheets: GPUs alone, at full power all the time. */
public final class Energy {

    private Energy() {}

    /** Counted tokens per joule of the boards that {@code layout} uses; empty where a board power is unknown. */
    public static OptionalDouble tokensPerJoule(Problem problem, Layout layout, Evaluation evaluation) {
        OptionalDouble watts = problem.cluster().boardPower(layout.devices().all());
        return watts.isPresent()
                ? OptionalDouble.of(evaluation.performance().tokensPerSecond() / watts.getAsDouble())
                : watts;
    }
}
