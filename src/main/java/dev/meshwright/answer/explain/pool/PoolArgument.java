package dev.meshwright.answer.explain.pool;

import dev.meshwright.answer.explain.OtherDeployment;
import dev.meshwright.answer.explain.judgement.Energy;
import dev.meshwright.answer.explain.judgement.Expenses;
import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Formula;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.evaluation.GuessGain;
import dev.meshwright.cost.evaluation.MissedTargets;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.pool.PoolPerformance;
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
        return of(model, model.question().problem(), result, replays);
    }

    /**
     * The best plan of a search for what is left of the problem once its throughput is given up.
     *
     * @param searched what is left
     * @throws java.util.NoSuchElementException if the search found none
     */
    public static PoolArgument of(PoolsModel model, Problem searched, PoolResult result, LoopReplays replays) {
        PoolResult.Found found = result.best().orElseThrow();
        PoolArgument plan = of(model, found.pools(), model.evaluate(found.pools()), replays);
        return plan.with(Optional.empty(), Optional.of(PoolProof.of(searched, result)));
    }

    /**
     * The same beside what was found with prompts and answers on the same GPUs.
     *
     * @param worth of these pools, by the ranking of the problem
     */
    public PoolArgument beside(TargetedSearch.Found aggregated, double worth) {
        double tokens = evaluation.together().performance().tokensPerSecond();
        return with(
                Optional.of(aggregated)
                        .filter(other -> other.result().best().isPresent())
                        .map(other -> Gain.of(other, tokens)),
                proof.map(why -> why.beside(OtherDeployment.shared(problem, aggregated, worth))));
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

    /** What the GPUs of both pools cost; empty where one has no price. */
    public Optional<Expenses> expenses() {
        return Expenses.of(problem, pools, evaluation);
    }

    /** What their boards take; empty where the power of one is not known. */
    public Optional<Energy> energy() {
        return Energy.of(problem, pools, evaluation);
    }

    /** Whether a target is missed that the problem states. */
    public boolean missesTarget() {
        return !missedTargets.isEmpty();
    }

    /** How the throughput of both pools comes about: of what each does of a request, the least. */
    public List<Derivation> derivations() {
        PoolPerformance together = evaluation.together();
        List<Derivation.Input> rates = new ArrayList<>(List.of(
                rate("prefillRequests", together.prefillRequests(), "requests that the prefill pool reads at most"),
                rate("decodeRequests", together.decodeRequests(), "requests that the decode pool answers at most"),
                rate("sentRequests", together.sentRequests(), "caches that its links send at most"),
                rate("receivedRequests", together.receivedRequests(), "caches that its links receive at most")));
        String least = "min(min(prefillRequests, decodeRequests), min(sentRequests, receivedRequests))";
        boolean asked = Double.isFinite(together.askedRequests());
        if (asked) {
            rates.add(
                    rate("askedRequests", together.askedRequests(), "sequences in flight over the time of a request"));
        }
        Derivation requests = Derivation.of(
                "requests.system",
                Dimension.SEQUENCES_PER_SECOND,
                new Formula(asked ? "min(" + least + ", askedRequests)" : least),
                rates,
                "docs/POOLS.md");
        double tokens = together.performance().tokensPerSecond() / together.requestsPerSecond();
        return List.of(Derivation.of(
                "throughput.system",
                Dimension.TOKENS_PER_SECOND,
                new Formula("requests.system * outputTokens"),
                List.of(
                        Derivation.Input.named(requests),
                        Derivation.Input.named(
                                Derivation.given("outputTokens", tokens, Dimension.COUNT, "tokens of an answer"))),
                ""));
    }

    private static Derivation.Input rate(String quantity, double value, String source) {
        return Derivation.Input.named(Derivation.given(quantity, value, Dimension.SEQUENCES_PER_SECOND, source));
    }

    /** GPUs of the cluster. */
    public int cluster() {
        return problem.cluster().gpus();
    }
}
