package dev.meshwright.answer.text.scale;

import dev.meshwright.answer.ScaleAnswer;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.question.scale.pool.PoolReach;
import dev.meshwright.replay.Latencies;

/** What clusters reach whose GPUs are parted into pools for prompts and for answers. */
public final class ScaledPoolsText {

    private final Page page;
    private final ScaleAnswer answer;
    private final Scaling scaling;

    /** Of an answer, onto a page. */
    public ScaledPoolsText(Page page, ScaleAnswer answer) {
        this.page = page;
        this.answer = answer;
        this.scaling = answer.scaling();
    }

    /** What follows the headline of shared GPUs; nothing where pools were not asked for. */
    public String headline() {
        if (scaling.pools().isEmpty()) {
            return "";
        }
        PoolReach reach = scaling.pools(0, Scope.SYSTEM).orElseThrow();
        String shared =
                scaling.shares() ? "" : " That is with prompts and answers on the same GPUs, which is not asked for.";
        return shared
                + (reach.reachable()
                        ? " In two pools " + Figures.number(reach.gpus().getAsInt(), "GPU") + " do as a system."
                        : scaling.shares() && scaling.own().system().reachable()
                                ? " No two pools do with fewer."
                                : " No two pools reach it on any size tried.");
    }

    /** A section of one kind of node. */
    public void print(int kind) {
        if (scaling.pools().isEmpty()) {
            return;
        }
        page.heading("In two pools, " + scaling.kinds().get(kind).nodeType().gpusPerNode() + " x "
                + scaling.kinds().get(kind).nodeType().gpu().name() + " per node");
        for (Scope scope : Scope.values()) {
            PoolReach reach = scaling.pools(kind, scope).orElseThrow();
            String whose = scope == Scope.SYSTEM ? "System: " : "Per GPU: ";
            answer.pools(kind, scope).ifPresent(plan -> plan(plan, whose));
            page.paragraph("  ", "    ", whose + reach.proof());
        }
    }

    /** Mean and tail of a time. */
    public static String mean(Latencies seconds) {
        return Figures.seconds(seconds.mean()) + " (p99 " + Figures.seconds(seconds.p99()) + ")";
    }

    private void plan(PoolArgument plan, String whose) {
        String served = plan.served()
                .map(found -> "; replayed TTFT " + mean(found.timeToFirstToken()) + ", TPOT "
                        + mean(found.timePerOutputToken()))
                .orElse("");
        page.paragraph(
                "  ",
                "    ",
                whose + plan.pools().shortName() + " on "
                        + Figures.number(plan.evaluation().gpus(), "GPU") + ", "
                        + Figures.tokensPerSecond(
                                plan.evaluation().together().performance().tokensPerSecond())
                        + " (" + Figures.plain(plan.evaluation().tokensPerSecondPerGpu()) + " of each)" + served + "."
                        + (plan.missesTarget()
                                ? " Its replay misses a latency target that the closed form meets: a larger cluster would do."
                                : ""));
    }
}
