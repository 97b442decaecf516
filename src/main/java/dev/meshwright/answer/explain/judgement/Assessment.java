package dev.meshwright.answer.explain.judgement;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A layout judged: what it costs and what to make of that.
 *
 * @param problem that it was evaluated for
 * @param degrees of the layout
 * @param evaluation exact, with derivations
 * @param targets each target that the problem states beside what is reached
 * @param passTime where the time of a micro-batch goes
 * @param tokenTime what the time between output tokens is made of; empty without prompts and answers on the same GPUs
 * @param binding what keeps it from being faster
 * @param uncertainty where measurements of such figures lie
 * @param caveat what those measurements do not cover; empty where they cover everything
 * @param tokensPerJoule tokens per joule of the boards of its GPUs; empty where a board power is unknown
 */
public record Assessment(
        Problem problem,
        Degrees degrees,
        Evaluation evaluation,
        List<TargetOutcome> targets,
        PassTime passTime,
        Optional<TokenTime> tokenTime,
        Binding binding,
        Uncertainty uncertainty,
        Optional<String> caveat,
        OptionalDouble tokensPerJoule) {

    public Assessment {
        targets = List.copyOf(targets);
    }

    /** Judges {@code layout}, whose exact cost is {@code evaluation}. */
    public static Assessment of(Problem problem, Layout layout, Evaluation evaluation) {
        return new Assessment(
                problem,
                layout.degrees(),
                evaluation,
                evaluation.performance().against(problem.targets(), evaluation.gpus()),
                PassTime.of(evaluation),
                TokenTime.of(problem, evaluation.performance()),
                Binding.of(problem, evaluation),
                Uncertainty.of(problem, evaluation),
                Uncertainty.caveat(problem),
                Energy.tokensPerJoule(problem, layout, evaluation));
    }

    /** Its worth where it breaks so many constraints. */
    public Score score(int broken) {
        return Score.of(problem, evaluation, broken);
    }

    /** Tokens read and written per second: in serving input tokens are not counted as throughput, but travel as well. */
    public double totalTokensPerSecond() {
        double input =
                problem.workload() instanceof Serving ? evaluation.performance().inputTokensPerSecond() : 0;
        return evaluation.performance().tokensPerSecond() + input;
    }
}
