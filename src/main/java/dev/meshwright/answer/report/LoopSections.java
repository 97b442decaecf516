package dev.meshwright.answer.report;

import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Block.Head;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import dev.meshwright.answer.report.block.Section;
import dev.meshwright.answer.report.block.Tree;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.List;

/** How a replayed loop goes over time, and how the times of its requests spread. */
final class LoopSections {

    private final Tree replay;

    LoopSections(Tree document) {
        this.replay = document.at("report").at("replay");
    }

    /** Adds what there is. */
    void addTo(Section.Builder section) {
        if (!replay.at("spread").numbers("endToEnd").isEmpty()) {
            section.add(spread());
        }
        if (!replay.at("timeline").isEmpty()) {
            section.say(
                            "The replica that was replayed, over time: requests that have a seat, requests that wait for one, and the"
                                    + " share of the cache that is held. Its start, before it is as full as it stays, and its end are not"
                                    + " counted above.")
                    .add(timeline());
        }
    }

    private Table spread() {
        Tree spread = replay.at("spread");
        List<Double> shares = spread.numbers("shares");
        List<String> names = List.of("timeToFirstToken", "timePerOutputToken", "endToEnd");
        List<Row> rows = new ArrayList<>();
        for (int part = 0; part < shares.size(); part++) {
            List<Cell> cells = new ArrayList<>();
            for (String name : names) {
                List<Double> seconds = spread.numbers(name);
                cells.add(
                        part < seconds.size()
                                ? Cell.of(Figures.seconds(seconds.get(part)), seconds.get(part))
                                : Cell.of("-"));
            }
            rows.add(new Row(Cell.of(Figures.percent(shares.get(part)), shares.get(part)), "", cells));
        }
        return new Table(
                "How the times spread: that share of the requests waits no longer",
                "spread",
                "Lines: share of the requests over each time",
                List.of(
                        new Head("requests", "share"),
                        new Head("time to first token", "seconds"),
                        new Head("time per output token", "seconds"),
                        new Head("end to end", "seconds")),
                rows);
    }

    private Table timeline() {
        Tree timeline = replay.at("timeline");
        List<Double> seconds = timeline.numbers("seconds");
        List<Double> steps = timeline.numbers("steps");
        List<Double> running = timeline.numbers("running");
        List<Double> waiting = timeline.numbers("waiting");
        List<Double> cache = timeline.numbers("cacheShare");
        List<Row> rows = new ArrayList<>();
        for (int moment = 0; moment < seconds.size(); moment++) {
            rows.add(new Row(
                    Cell.of(Figures.seconds(seconds.get(moment)), seconds.get(moment)),
                    "",
                    List.of(
                            Cell.of(Figures.count(running.get(moment)), running.get(moment)),
                            Cell.of(Figures.count(waiting.get(moment)), waiting.get(moment)),
                            Cell.of(Figures.percent(cache.get(moment)), cache.get(moment)),
                            Cell.of(Figures.count(steps.get(moment)), steps.get(moment)))));
        }
        return new Table(
                "The loop over time",
                "timeline",
                "Lines: requests that run and wait, and the share of the cache that is held, over time",
                List.of(
                        new Head("time", "seconds"),
                        new Head("running", "count"),
                        new Head("waiting", "count"),
                        new Head("cache held", "share"),
                        new Head("steps", "")),
                rows);
    }
}
