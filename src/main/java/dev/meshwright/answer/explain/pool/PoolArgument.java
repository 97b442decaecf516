package dev.meshwright.answer.explain.pool;

import dev.meshwright.cost.evaluation.GuessGain;
import dev.meshwright.cost.evaluation.MissedTargets;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.Pools;
import dev.meshwright.layout.Violation;
import dev.meshwright.question.search.TargetedSearch;
import dev.meshwright.question.search.pool.PoolResult;
import dev.meshwright.replay.deployment.Headroom;
import dev.meshwright.replay.deployment.LoopReplays;
import dev.meshwright.replay.deployment.PoolHeadroom;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The argument for a plan of two pools.
 *
 * @param problem that it is for
 * @param pools complete
 * @param evaluation exact
 * @param shares each pool by itself, prompts first
 * @param served what requests wait for, from a replay of both pools; empty where they were not replayed
 * @param headroom of the stream that it serves, and what becomes of it where an instance fails; empty where no stream is replayed
 * @param guesses what guessing tokens gains in the decode pool; empty where none are guessed
 * @param targets each target that the problem states beside what is reached
 * @param missedTargets those that the closed form or the replay misses
 * @param gain what prompts and answers on the same GPUs reach; empty where nobody asked
 * @param proof why nothing else is better; empty for a plan that somebody else wrote
 */
public record PoolArgument(
        Problem problem,
        Pools pools,
        PoolsEvaluation evaluation,
        List<PoolShare> shares,
        Optional<ServedRequests> served,
        Optional<Headroom> headroom,
        Optional<GuessGain> guesses,
        List<TargetOutcome> targets,
        List<Violation> missedTargets,
        Optional<Gain> gain,
        Optional<PoolProof> proof) {

    public PoolArgument {
        shares = List.copyOf(shares);
        targets = List.copyOf(targets);
        missedTargets = List.copyOf(missedTargets);
    }

    /**
     * A plan by itself.
     *
     * @param replays whether its loops are replayed
     */
    public static PoolArgument of(PoolsModel model, Pools pools, PoolsEvaluation evaluation, LoopReplays replays) {
        Problem problem = model.question().problem();
        Targets targets = problem.targets();
        Performance performance = evaluation.together().performance();
        Optional<ServedRequests> served = replays.of(model, pools, evaluation);
        List<TargetOutcome> outcomes = served.map(
                        found -> targets.outcomes(performance.tokensPerSecond(), evaluation.gpus(), found::seconds))
                .orElseGet(() -> performance.against(targets, evaluation.gpus()));
        List<Violation> missed = new ArrayList<>(MissedTargets.among(outcomes));
        evaluation.missedTargets().stream()
                .filter(late -> missed.stream().noneMatch(other -> other.constraint() == late.constraint()))
                .forEach(missed::add);
        return new PoolArgument(
                problem,
                pools,
                evaluation,
                Arrays.stream(PoolRole.values())
                        .map(role -> PoolShare.of(role, model, pools, evaluation))
                        .toList(),
                served,
                served.flatMap(
                        found -> PoolHeadroom.of(model, pools, found.loop().seed())),
                model.model(PoolRole.DECODE, pools.decode())
                        .guesses(pools.decode().degrees()),
                outcomes,
                missed,
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The best plan of a search.
     *
     * @param replays whether its loops are replayed
     * @throws java.util.NoSuchElementException if the search found none
     */
    public static PoolArgument of(PoolsModel model, PoolResult result, LoopReplays replays) {
        PoolResult.Found found = result.best().orElseThrow();
        PoolArgument plan = of(model, found.pools(), found.evaluation(), replays);
        return plan.with(Optional.empty(), Optional.of(PoolProof.of(plan.problem(), result)));
    }

    /** The same beside what was found with prompts and answers on the same GPUs. */
    public PoolArgument beside(TargetedSearch.Found aggregated) {
        double tokens = evaluation.together().performance().tokensPerSecond();
        return with(
                Optional.of(aggregated)
                        .filter(other -> other.result().best().isPresent())
                        .map(other -> Gain.of(other, tokens)),
                proof);
    }

    private PoolArgument with(Optional<Gain> other, Optional<PoolProof> why) {
        return new PoolArgument(
                problem, pools, evaluation, shares, served, headroom, guesses, targets, missedTargets, other, why);
    }

    /** Mean seconds to the first token, as they are told: replayed, else by the closed form. */
    public OptionalDouble timeToFirstToken() {
        return served.map(found -> OptionalDouble.of(found.timeToFirstToken().mean()))
                .orElse(evaluation.together().performance().timeToFirstTokenSeconds());
    }

    /** Mean seconds between output tokens, likewise. */
    public OptionalDouble timePerOutputToken() {
        return served.map(found -> OptionalDouble.of(found.timePerOutputToken().mean()))
                .orElse(evaluation.together().performance().timePerOutputTokenSeconds());
    }

    /** Whether a target is missed that the problem states. */
    public boolean missesTarget() {
        return !missedTargets.isEmpty();
    }

    /** GPUs of the cluster. */
    public int cluster() {
        return problem.cluster().gpus();
    }
}
