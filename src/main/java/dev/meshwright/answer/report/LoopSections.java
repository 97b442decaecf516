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
import java.util.Optional;

/** How a replayed loop goes over time, how its requests go from pool to pool, and how their times spread. */
final class LoopSections {

    private static final List<String> PARTS = List.of("waiting", "reading", "travelling", "seating", "writing");

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

    /** How requests go from one pool to the other; empty where one pool does all. */
    Optional<Section> traffic() {
        Tree traffic = replay.at("traffic");
        if (traffic.rows("sample").isEmpty()) {
            return Optional.empty();
        }
        Tree mean = traffic.at("mean");
        return Optional.of(new Section.Builder("timeline", "Timeline", "From one pool to the other")
                .say("In the mean of the replay a request waits " + mean(mean, "waiting") + ", is read in "
                        + mean(mean, "reading") + " by the prefill pool, its cache is on its way for "
                        + mean(mean, "travelling") + " and waits " + mean(mean, "seating")
                        + " for a seat, and its answer is written in " + mean(mean, "writing")
                        + " by the decode pool.")
                .add(journeys(traffic.rows("sample")))
                .add(places(traffic.at("moments")))
                .build());
    }

    private static String mean(Tree mean, String part) {
        return Figures.seconds(mean.numberOrZero(part));
    }

    private static Table journeys(List<Tree> sample) {
        double start = sample.getFirst().numbers("seconds").getFirst();
        List<Row> rows = new ArrayList<>();
        for (Tree journey : sample) {
            List<Double> seconds = journey.numbers("seconds");
            List<Cell> cells = new ArrayList<>();
            cells.add(Cell.of(Figures.seconds(seconds.getFirst() - start), seconds.getFirst() - start));
            for (int part = 1; part < seconds.size(); part++) {
                double took = seconds.get(part) - seconds.get(part - 1);
                cells.add(Cell.of(Figures.seconds(took), took));
            }
            cells.add(Cell.of(Figures.count(journey.numberOrZero("prefill"))));
            cells.add(Cell.of(Figures.count(journey.numberOrZero("decode"))));
            rows.add(new Row(Cell.of("request " + Figures.count(journey.numberOrZero("request"))), "", cells));
        }
        return new Table(
                Figures.number(rows.size(), "request") + " that were sent one after the other",
                "journeys",
                "Timeline: each request in the prefill pool, its cache on its way, and in the decode pool",
                List.of(
                        new Head("", ""),
                        new Head("sent", "seconds"),
                        new Head("waits", "seconds"),
                        new Head("is read", "seconds"),
                        new Head("cache travels", "seconds"),
                        new Head("waits for a seat", "seconds"),
                        new Head("is written", "seconds"),
                        new Head("prefill instance", ""),
                        new Head("decode instance", "")),
                rows);
    }

    private static Table places(Tree moments) {
        List<Double> seconds = moments.numbers("seconds");
        List<List<Double>> places = PARTS.stream().map(moments::numbers).toList();
        List<Row> rows = new ArrayList<>();
        for (int moment = 0; moment < seconds.size(); moment++) {
            int at = moment;
            rows.add(new Row(
                    Cell.of(Figures.seconds(seconds.get(moment)), seconds.get(moment)),
                    "",
                    places.stream()
                            .map(place -> Cell.of(Figures.count(place.get(at)), place.get(at)))
                            .toList()));
        }
        return new Table(
                "Where the requests are, over the whole replay",
                "places",
                "Lines: requests that wait, are read, travel, wait for a seat and are written, over time",
                List.of(
                        new Head("time", "seconds"),
                        new Head("wait to be read", "count"),
                        new Head("are read", "count"),
                        new Head("travel", "count"),
                        new Head("wait for a seat", "count"),
                        new Head("are written", "count")),
                rows);
    }
}
