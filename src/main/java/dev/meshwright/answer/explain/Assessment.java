package dev.meshwright.answer.explain;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A layout judged: what it costs and what to make of that.
 *
 * @param problem that it was evaluated for
 * @param degrees of the layout
 * @param evaluation exact, with derivations
 * @param binding what keeps it from being faster
 * @param uncertainty where measurements of such figures lie
 * @param caveat what those measurements do not cover; empty where they cover everything
 * @param tokensPerJoule tokens per joule of the boards of its GPUs; empty where a board power is unknown
 */
public record Assessment(
        Problem problem,
        Degrees degrees,
        Evaluation evaluation,
        Binding binding,
        Uncertainty uncertainty,
        Optional<String> caveat,
        OptionalDouble tokensPerJoule) {

    /** Judges {@code layout}, whose exact cost is {@code evaluation}. */
    public static Assessment of(Problem problem, Layout layout, Evaluation evaluation) {
        return new Assessment(
                problem,
                layout.degrees(),
                evaluation,
                Binding.of(problem, evaluation),
                Uncertainty.of(problem, evaluation),
                Uncertainty.caveat(problem),
                Energy.tokensPerJoule(problem, layout, evaluation));
    }
}
