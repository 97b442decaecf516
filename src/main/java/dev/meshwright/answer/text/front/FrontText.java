package dev.meshwright.answer.text.front;

import dev.meshwright.answer.FrontAnswer;
import dev.meshwright.answer.explain.judgement.Expenses;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.front.FrontPoint;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The front of a cluster, a row for each point. */
public final class FrontText {

    private FrontText() {}

    /** The front. */
    public static String of(FrontAnswer answer, Style style) {
        Page page = new Page(style);
        Problem problem = answer.problem();
        List<FrontPoint> points = answer.front().points();
        String subject = problem.model().name() + " on "
                + Figures.number(problem.cluster().gpus(), "GPU");
        if (points.isEmpty()) {
            page.line(style.strong(style.bad(
                    answer.front().complete()
                            ? "No layout of " + subject + " is feasible."
                            : "No layout of " + subject + " was complete when the search was stopped.")));
        } else {
            page.line(style.strong(subject + ": " + Figures.number(points.size(), "point") + " of "
                    + (answer.byConcurrency() ? "a curve over sequences in flight" : "the front") + ", from "
                    + Figures.number(answer.front().searches(), "search").replaceFirst("searchs$", "searches") + "."));
            page.lines(table(answer).lines());
            page.paragraph("  ", answer.claim());
        }
        if (!answer.notes().isEmpty()) {
            page.heading("Assumed");
            answer.notes().forEach(note -> page.paragraph("  - ", "    ", note));
        }
        return page.toString();
    }

    private static boolean replayed(FrontAnswer answer) {
        return answer.front().points().stream().anyMatch(point -> point.served().isPresent());
    }

    private static String replayed(FrontPoint point, ToDoubleFunction<ServedRequests> seconds) {
        return point.served()
                .map(served -> Figures.seconds(seconds.applyAsDouble(served)))
                .orElse("");
    }

    private static Table table(FrontAnswer answer) {
        String currency = answer.problem().prices().currency();
        Table table = new Table(
                "  ",
                ">tokens/s per user",
                ">per GPU",
                ">TPOT",
                ">TTFT",
                replayed(answer) ? ">replayed" : "",
                replayed(answer) ? ">p99 TTFT" : "",
                ">in flight",
                "layout",
                ">gap",
                currency.isEmpty() ? "" : ">" + currency + " per million");
        for (FrontPoint point : answer.front().points()) {
            Optional<Expenses> expenses = answer.expenses(point);
            table.row(
                    Figures.plain(point.perUser()),
                    Figures.plain(point.perGpu()),
                    Figures.seconds(point.timePerOutputToken()),
                    point.timeToFirstToken().isPresent()
                            ? Figures.seconds(point.timeToFirstToken().getAsDouble())
                            : "-",
                    replayed(point, served -> served.timePerOutputToken().mean()),
                    replayed(point, served -> served.timeToFirstToken().p99()),
                    Figures.count(point.sequences(answer.problem().workload())),
                    point.plan().shortName(),
                    Figures.percent(point.gap()),
                    expenses.map(found -> Figures.plain(found.perMillionTokens()))
                            .orElse(""));
        }
        return table;
    }
}
