package dev.meshwright.workbench.pool;

import dev.meshwright.answer.Provenance;
import dev.meshwright.answer.ScaleAnswer;
import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.question.scale.node.Size;
import dev.meshwright.question.scale.node.SizeSearcher;
import dev.meshwright.question.scale.pool.PoolReach;
import dev.meshwright.question.scale.pool.PoolScaling;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.ReplayedChoice;
import dev.meshwright.replay.deployment.LoopReplays;
import java.util.List;

/**
 * Answers what hardware a target needs: where prompts and answers share GPUs, and in two pools where the problem may have them.
 *
 * @param question the model, the work, the latency targets and the kind of node
 * @param goal what is to be reached, and with what
 * @param placers for pools
 * @param searcher for shared GPUs; it is told what is done
 */
public record ScalingUp(Question question, Scaling.Goal goal, Placers placers, SizeSearcher searcher) {

    /**
     * The answer.
     *
     * @param notes what was assumed
     */
    public ScaleAnswer answer(LoopReplays replays, List<String> notes, Provenance provenance) {
        Scaling shared = Scaling.of(question, goal, searcher);
        Scaling scaling = question.problem().wantsPools()
                ? shared.withPools(shared.kinds().stream()
                        .map(kind -> PoolScaling.of(
                                question, kind, goal.tokensPerSecond(), goal.mostGpus(), placers, searcher::progress))
                        .toList())
                : shared;
        List<ScaleAnswer.Plans> plans = scaling.kinds().stream()
                .map(kind -> new ScaleAnswer.Plans(
                        kind.system().size().map(size -> argument(size, replays)),
                        kind.perGpu().size().map(size -> argument(size, replays))))
                .toList();
        List<ScaleAnswer.PoolPlans> pools = scaling.pools().stream()
                .map(kind -> new ScaleAnswer.PoolPlans(
                        kind.system().plan().map(plan -> argument(plan, replays)),
                        kind.perGpu().plan().map(plan -> argument(plan, replays))))
                .toList();
        return new ScaleAnswer(scaling, plans, pools, notes, provenance);
    }

    /** A size is proven by the closed form; its layout is replayed as it is. */
    private static Argument argument(Size size, LoopReplays replays) {
        ReplayedChoice choice = new ReplayedChoice(size.costModel(), replays);
        return Argument.of(size.costModel(), choice.replayed(size.result().orElseThrow()), "");
    }

    private static PoolArgument argument(PoolReach.Plan plan, LoopReplays replays) {
        return PoolArgument.of(plan.model(), plan.found().pools(), plan.found().evaluation(), replays);
    }
}
