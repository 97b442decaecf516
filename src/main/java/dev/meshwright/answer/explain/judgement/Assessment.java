package dev.meshwright.answer.explain.judgement;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.StageTimeline;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.facts.problem.TargetOutcome.Aim;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.replay.deployment.Deployment;
import dev.meshwright.replay.deployment.Headroom;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A layout judged: what it costs and what to make of that.
 *
 * @param problem that it was evaluated for
 * @param layout judged
 * @param evaluation exact, with derivations
 * @param served what its requests wait for, from a replay of its loop; empty where that was not replayed
 * @param headroom of the stream that it serves, and what becomes of it where a replica fails; empty where no stream is replayed
 * @param targets each target that the problem states beside what is reached
 * @param passTime where the time of a micro-batch goes
 * @param tokenTime what the time between output tokens is made of; empty without prompts and answers on the same GPUs
 * @param timeline micro-batches on their way through the stages; empty without a pipeline
 * @param binding what keeps it from being faster
 * @param roofline its kernels under the roofs of their GPU
 * @param uncertainty where measurements of such figures lie
 * @param caveat what those measurements do not cover; empty where they cover everything
 * @param energy of the boards of its GPUs; empty where a board power is unknown
 * @param expenses for its GPUs; empty where one has no price
 */
public record Assessment(
        Problem problem,
        Layout layout,
        Evaluation evaluation,
        Optional<ServedRequests> served,
        Optional<Headroom> headroom,
        List<TargetOutcome> targets,
        PassTime passTime,
        Optional<TokenTime> tokenTime,
        Optional<StageTimeline> timeline,
        Binding binding,
        Roofline roofline,
        Uncertainty uncertainty,
        Optional<String> caveat,
        Optional<Energy> energy,
        Optional<Expenses> expenses) {

    public Assessment {
        targets = List.copyOf(targets);
    }

    /**
     * Judges {@code layout}, whose exact cost is {@code evaluation}.
     *
     * @param served what its requests wait for; empty where its loop was not replayed
     */
    public static Assessment of(
            Problem problem, Layout layout, Evaluation evaluation, Optional<ServedRequests> served) {
        Performance performance = evaluation.performance();
        Targets targets = problem.targets();
        return new Assessment(
                problem,
                layout,
                evaluation,
                served,
                Optional.empty(),
                served.map(found -> targets.outcomes(performance.tokensPerSecond(), evaluation.gpus(), found::seconds))
                        .orElseGet(() -> performance.against(targets, evaluation.gpus())),
                PassTime.of(evaluation),
                TokenTime.of(problem, evaluation.performance()),
                StageTimeline.of(evaluation, layout.degrees(), problem.workload()),
                Binding.of(problem, evaluation),
                Roofline.of(problem, evaluation),
                Uncertainty.of(problem, evaluation, served),
                Uncertainty.caveat(problem),
                Energy.of(problem, layout, evaluation),
                Expenses.of(problem, layout, evaluation));
    }

    /** The same with what the stream that it serves has to spare, by {@code costModel}. */
    public Assessment withHeadroom(CostModel costModel) {
        Optional<Headroom> found = served.flatMap(replayed -> Deployment.of(
                        costModel, degrees(), evaluation, replayed.loop().seed()))
                .flatMap(Deployment::headroom);
        return new Assessment(
                problem,
                layout,
                evaluation,
                served,
                found,
                targets,
                passTime,
                tokenTime,
                timeline,
                binding,
                roofline,
                uncertainty,
                caveat,
                energy,
                expenses);
    }

    /** Load of each expert rank, before and after placement; empty where all are alike. */
    public Optional<RankLoads> rankLoads() {
        return RankLoads.of(problem, layout);
    }

    /** Its degrees. */
    public Degrees degrees() {
        return layout.degrees();
    }

    /** Mean seconds to the first token, as they are told: replayed, else by the closed form. */
    public OptionalDouble timeToFirstToken() {
        return told(served, Aim.TIME_TO_FIRST_TOKEN)
                .orElse(evaluation.performance().timeToFirstTokenSeconds());
    }

    /** Mean seconds between output tokens, likewise. */
    public OptionalDouble timePerOutputToken() {
        return told(served, Aim.TIME_PER_OUTPUT_TOKEN)
                .orElse(evaluation.performance().timePerOutputTokenSeconds());
    }

    private static Optional<OptionalDouble> told(Optional<ServedRequests> served, Aim aim) {
        return served.map(found -> found.seconds(aim, Statistic.MEAN)).filter(OptionalDouble::isPresent);
    }

    /** Its worth where it breaks so many constraints. */
    public Score score(int broken) {
        return Score.of(problem, layout, evaluation, broken);
    }

    /** Tokens read and written per second: in serving input tokens are not counted as throughput, but travel as well. */
    public double totalTokensPerSecond() {
        double input =
                problem.workload() instanceof Serving ? evaluation.performance().inputTokensPerSecond() : 0;
        return evaluation.performance().tokensPerSecond() + input;
    }
}
