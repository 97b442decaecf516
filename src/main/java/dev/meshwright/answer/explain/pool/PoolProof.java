package dev.meshwright.answer.explain.pool;

import dev.meshwright.answer.explain.OtherDeployment;
import dev.meshwright.answer.explain.Proof;
import dev.meshwright.answer.explain.Proof.Bound;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.question.search.pool.PoolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why no other two pools are better, or by how much some could be.
 *
 * @param quantity {@code throughput}, {@code gpus} or {@code cost}, as plan files name them
 * @param bound what no plan exceeds, in that
 * @param gap by which another plan may exceed the best, at most
 * @param complete whether the search ran to its end
 * @param sentence the argument
 * @param covered what it holds for
 * @param leftOut what it says nothing about
 */
public record PoolProof(
        String quantity,
        double bound,
        double gap,
        boolean complete,
        String sentence,
        List<String> covered,
        List<String> leftOut) {

    /** Gaps below this are rounding. */
    private static final double CLOSED = 5e-5;

    public PoolProof {
        covered = List.copyOf(covered);
        leftOut = List.copyOf(leftOut);
    }

    static PoolProof of(Problem problem, PoolResult result) {
        Bound bound = Proof.bound(problem, result.bound());
        return new PoolProof(
                bound.quantity(),
                bound.value(),
                closed(problem, result) ? 0 : result.gap(),
                result.complete(),
                passedOver(problem, result) + sentence(problem, result, bound),
                covered(problem, result),
                leftOut(problem, result));
    }

    /** Of as many GPUs as the bound says no plan has fewer, whatever of their throughput is open. */
    private static boolean closed(Problem problem, PoolResult result) {
        return result.gap() < CLOSED
                || (problem.objective() == Objective.GPUS
                        && result.complete()
                        && result.best()
                                .filter(best -> Ranking.gpus(result.bound())
                                        >= best.evaluation().gpus())
                                .isPresent());
    }

    private static String passedOver(Problem problem, PoolResult result) {
        return result.passedOver()
                .map(late -> "By the closed form " + late.pools().shortName() + " are best ("
                        + reached(problem, Proof.bound(problem, late.worth()).value())
                        + "); a replay of both pools misses the targets. These are the best of searches under stricter targets that the"
                        + " replay lets pass; what is proved is proved of the closed form. ")
                .orElse("");
    }

    private static String reached(Problem problem, double value) {
        return switch (problem.objective()) {
            case THROUGHPUT, LATENCY -> Figures.tokensPerSecond(value);
            case GPUS -> Figures.number(value, "GPU");
            case COST -> Figures.money(value, problem.prices().currency()) + " per million tokens";
        };
    }

    /** What the bound has over the best: a share of its tokens or its money, or GPUs. */
    private static String gain(Problem problem, PoolResult result) {
        return switch (problem.objective()) {
            case THROUGHPUT, LATENCY -> Figures.percent(result.gap());
            case COST -> Figures.percent(1 - 1 / (1 + result.gap()));
            case GPUS ->
                Figures.number(result.best().orElseThrow().evaluation().gpus() - Ranking.gpus(result.bound()), "GPU");
        };
    }

    /** The same proof, which says of prompts and answers on the same GPUs what is known. */
    PoolProof beside(OtherDeployment other) {
        List<String> more = new ArrayList<>(other.covered() ? covered : leftOut);
        more.add(other.words());
        return new PoolProof(
                quantity,
                bound,
                gap,
                complete,
                sentence,
                other.covered() ? more : covered,
                other.covered() ? leftOut : more);
    }

    private static String sentence(Problem problem, PoolResult result, Bound bound) {
        String more =
                switch (problem.objective()) {
                    case THROUGHPUT, LATENCY -> "make more than " + Figures.tokensPerSecond(bound.value());
                    case GPUS, COST -> Proof.value(problem, bound);
                };
        String how = " " + Figures.number(result.types(), "type")
                + " of instances were bounded by their degrees, the best layouts of " + Figures.count(result.searched())
                + " searched for; in whatever numbers the others are matched, their bounds are no better.";
        if (!result.complete()) {
            return "The search was cut off: another plan may be better by up to " + Figures.percent(result.gap()) + ".";
        }
        String xpyd = "no x prefill instances of one layout and y decode instances of another";
        return closed(problem, result)
                ? "Best under the cost model: " + xpyd + " " + more + "." + how
                : xpyd.substring(0, 1).toUpperCase(Locale.ROOT) + xpyd.substring(1) + " " + more + ", which is "
                        + gain(problem, result)
                        + " better than these; the difference is what "
                        + (result.passedOver().isPresent() ? "the replay's verdict costs and what " : "")
                        + "better placements could still win." + how;
    }

    private static List<String> covered(Problem problem, PoolResult result) {
        List<String> covered = new ArrayList<>();
        EngineSpace.restricting(problem)
                .ifPresent(space -> covered.add("of all that " + space.name() + " can express"));
        covered.add(Figures.number(result.combinations(), "combination")
                + " of tensor, data, expert, expert-tensor and pipeline degrees of an instance, each with every batch");
        covered.add("every number of instances of either pool that fits");
        covered.add("instances inside an island of fast links, beside others, or of whole islands");
        covered.add("every placement of experts, layers and ranks, by their bounds");
        return covered;
    }

    private static List<String> leftOut(Problem problem, PoolResult result) {
        List<String> leftOut = new ArrayList<>();
        if (result.passedOver().isPresent()) {
            leftOut.add("plans between the bound and these that a replay might let pass");
        }
        leftOut.add("pools of instances that differ from each other");
        leftOut.add("instances on a part of several islands");
        leftOut.add("pools on more than one group of nodes each");
        leftOut.add("steps of prompts with more tokens than the engine's budget");
        leftOut.add("messages of experts and caches that meet on a link");
        if (problem.limits().tensorWithinNode()) {
            leftOut.add("tensor groups across islands of fast links");
        }
        return leftOut;
    }
}
