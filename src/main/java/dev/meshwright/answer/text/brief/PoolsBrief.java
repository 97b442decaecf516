package dev.meshwright.answer.text.brief;

import dev.meshwright.answer.explain.pool.Gain;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.answer.explain.pool.PoolShare;
import dev.meshwright.answer.text.loop.GuessText;
import dev.meshwright.answer.text.loop.HeadroomText;
import dev.meshwright.answer.text.money.ExpensesText;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.pool.CacheTransfer;
import dev.meshwright.cost.pool.PoolPerformance;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.List;
import java.util.Optional;

/** A plan of two pools on a first screen, below its headline. */
public final class PoolsBrief {

    private final Page page;
    private final PoolArgument argument;

    private PoolsBrief(Page page, PoolArgument argument) {
        this.page = page;
        this.argument = argument;
    }

    /**
     * Prints what comes after the headline.
     *
     * @param notes on what was assumed, which are counted
     */
    public static void print(Page page, PoolArgument argument, List<String> notes) {
        PoolsBrief brief = new PoolsBrief(page, argument);
        brief.context();
        brief.times();
        AssessmentBrief.targets(page, argument.targets());
        new ExpensesText(page, argument).brief();
        HeadroomText.print(page, argument.headroom());
        page.lines(table(argument).lines());
        brief.flow();
        GuessText.print(page, argument.problem(), argument.guesses());
        argument.gain().ifPresent(brief::gain);
        argument.proof().ifPresent(proof -> page.paragraph("  ", Sentences.first(proof.sentence())));
        brief.more(notes);
    }

    private void context() {
        if (argument.problem().workload() instanceof Serving serving) {
            int idle = argument.evaluation().idle();
            page.paragraph(
                    "  ",
                    "Prompts of " + Figures.count(serving.longest()) + ", answers of "
                            + Figures.number(serving.outputTokens(), "token") + "; "
                            + Figures.tokensPerSecond(argument.evaluation()
                                    .together()
                                    .performance()
                                    .inputTokensPerSecond())
                            + " of input"
                            + (idle == 0 ? "." : "; " + Figures.number(idle, "GPU") + " idle."));
        }
    }

    private void times() {
        Optional<ServedRequests> served = argument.served();
        if (served.isPresent()) {
            Performance closed = argument.evaluation().together().performance();
            page.paragraph(
                    "  ",
                    "Times are means of a replay of both pools; p99 "
                            + AssessmentBrief.tail(served.get().timeToFirstToken()) + " and "
                            + AssessmentBrief.tail(served.get().timePerOutputToken()) + "; closed form "
                            + AssessmentBrief.seconds(closed.timeToFirstTokenSeconds()) + " and "
                            + AssessmentBrief.seconds(closed.timePerOutputTokenSeconds()) + ".");
        }
    }

    /** A row for each pool: its instances, what they hold and do. */
    public static Table table(PoolArgument argument) {
        Table table = new Table(
                "  ", "", ">instances", "each", "GPUs", ">sequences", ">a batch", ">memory", ">requests/s", ">busy");
        for (PoolShare share : argument.shares()) {
            Degrees instance = share.instance();
            StageCost heaviest = share.assessment().evaluation().heaviestStage();
            Comparison filled = Comparison.of(heaviest.memoryBytes(), heaviest.usableBytes(), Figures::gigabytes);
            table.row(
                    share.role().label(),
                    Figures.count(share.instances()),
                    instance.shortName(),
                    Figures.count(instance.gpus()) + " x " + share.gpu(),
                    Figures.count((double) instance.sequencesPerRank() * instance.data()),
                    Figures.seconds(batchSeconds(share)),
                    filled.value() + " of " + filled.limit() + " GB",
                    Figures.plain(share.requestsPerSecond()),
                    Figures.percent(share.busy()));
        }
        return table;
    }

    private static double batchSeconds(PoolShare share) {
        return share.role() == PoolRole.PREFILL
                ? share.assessment().timeToFirstToken().orElse(0)
                : share.assessment().timePerOutputToken().orElse(0);
    }

    private void flow() {
        PoolPerformance together = argument.evaluation().together();
        CacheTransfer transfer = argument.evaluation().transfer();
        page.paragraph(
                "  ",
                Sentences.capital(together.limit().words()) + " decides: "
                        + Figures.plain(together.requestsPerSecond()) + " requests/s; "
                        + Figures.bytes(transfer.bytes()) + " of a prompt's cache take "
                        + Figures.seconds(transfer.seconds()) + " over the "
                        + (transfer.inside() ? "island's links" : "NICs") + ".");
    }

    private void gain(Gain gain) {
        page.paragraph(
                "  ",
                "On the same GPUs the best is " + gain.layout() + " on "
                        + Figures.number(gain.gpus(), "GPU") + " with "
                        + Figures.tokensPerSecond(gain.performance().tokensPerSecond())
                        + (gain.missesTargets() ? ", which misses targets" : "") + "; two pools make "
                        + Comparison.times(gain.factor()) + " as many tokens.");
    }

    private void more(List<String> notes) {
        String assumed = notes.isEmpty() ? "" : Figures.number(notes.size(), "assumption") + ", ";
        page.paragraph(
                "  ",
                page.style()
                        .faint("Caches, replay, " + assumed
                                + "what the proof covers: --details; as a page with timeline: --report FILE.html."));
    }
}
