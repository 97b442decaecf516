package dev.meshwright.answer.text.loop;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.replay.Latencies;
import dev.meshwright.replay.deployment.ReplayedLoop;
import dev.meshwright.replay.deployment.ServedRequests;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.Optional;
import java.util.OptionalDouble;

/** What requests wait for, by a replay of the serving loop. */
public final class RequestsText {

    /** With fewer requests the slowest of a hundred is nobody in particular. */
    private static final int ENOUGH = 100;

    private final Page page;
    private final Optional<ServedRequests> served;
    private final Performance closed;
    private final String replayed;

    /** A text on {@code page} of a layout, of which one replica is replayed. */
    public RequestsText(Page page, Assessment assessment) {
        this(page, assessment.served(), assessment.evaluation().performance(), "a replica");
    }

    /**
     * A text on {@code page}.
     *
     * @param closed what the closed form says of the same
     * @param replayed what was replayed, in words
     */
    public RequestsText(Page page, Optional<ServedRequests> served, Performance closed, String replayed) {
        this.page = page;
        this.served = served;
        this.closed = closed;
        this.replayed = replayed;
    }

    /** Prints it where the loop was replayed. */
    public void print() {
        served.ifPresent(this::print);
    }

    private void print(ServedRequests found) {
        page.heading("What requests wait for, by a replay of the serving loop");
        Table table = new Table("  ", "", ">mean", ">p50", ">p90", ">p99", ">closed form");
        row(table, "time to first token", found.timeToFirstToken(), closed.timeToFirstTokenSeconds());
        row(table, "time per output token", found.timePerOutputToken(), closed.timePerOutputTokenSeconds());
        row(table, "end to end", found.endToEnd(), OptionalDouble.empty());
        page.lines(table.lines());
        page.paragraph("  ", rates(found));
        page.paragraph("  ", loop(found.loop()));
    }

    private static void row(Table table, String what, Latencies seconds, OptionalDouble closedForm) {
        if (!Double.isNaN(seconds.mean())) {
            table.row(
                    what,
                    Figures.seconds(seconds.mean()),
                    Figures.seconds(seconds.p50()),
                    Figures.seconds(seconds.p90()),
                    Figures.seconds(seconds.p99()),
                    closedForm.isPresent() ? Figures.seconds(closedForm.getAsDouble()) : "-");
        }
    }

    private static String rates(ServedRequests served) {
        String answered = Figures.tokensPerSecond(served.outputTokensPerSecond())
                + " written in the replay (bound and proof are of the closed form), "
                + Figures.plain(served.requestsPerSecond()) + " requests/s answered";
        String inTime = served.goodput()
                .map(goodput -> "; " + Figures.percent(goodput.share())
                        + " of the requests, each by itself, within every latency target: "
                        + Figures.plain(goodput.requestsPerSecond()) + " requests/s of goodput")
                .orElse("");
        String most = served.sustainableRequestsPerSecond().isPresent()
                ? ". At most "
                        + Figures.plain(served.sustainableRequestsPerSecond().getAsDouble())
                        + " requests/s can be answered for ever"
                        + (served.overloaded()
                                ? ": more are sent, so the queue grows and these times are of its start"
                                : "")
                : "";
        return answered + inTime + most + ".";
    }

    private String loop(ReplayedLoop loop) {
        SchedulerSettings settings = loop.settings();
        String who = loop.requestsPerSecond().isPresent()
                ? loop.allAtOnce()
                        ? "All requests at once at " + replayed
                        : Figures.plain(loop.requestsPerSecond().getAsDouble()) + " requests/s at " + replayed
                : Figures.number(loop.clients(), "client") + " of " + replayed
                        + ", each of which asks again when it is answered and starts at any time";
        String counted = "; " + Figures.number(loop.counted(), "request") + " of " + Figures.count(loop.requests())
                + " counted"
                + (loop.counted() < ENOUGH ? ", too few for percentiles far out" : "")
                + (loop.refused() > 0 ? ", " + Figures.count(loop.refused()) + " too long to be served" : "")
                + ". ";
        String engine = "Scheduler of " + loop.engine().label() + ": " + Figures.count(settings.tokensPerStep())
                + " tokens a step" + (settings.chunkedPrompts() ? ", prompts in chunks" : ", prompts whole") + "; "
                + Figures.number(settings.sequences(), "sequence") + " on a rank at a time"
                + (loop.preemptions() > 0
                        ? "; " + Figures.number(loop.preemptions(), "request")
                                + " lost their seat and were computed anew"
                        : "")
                + ". ";
        return who + counted + engine + "Seed " + loop.seed() + ".";
    }
}
