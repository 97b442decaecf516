package dev.meshwright.answer.report;

import dev.meshwright.answer.report.block.Block;
import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Block.Head;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import dev.meshwright.answer.report.block.Block.Tile;
import dev.meshwright.answer.report.block.Block.Tiles;
import dev.meshwright.answer.report.block.Reasons;
import dev.meshwright.answer.report.block.Section;
import dev.meshwright.answer.report.block.Tree;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** The first section: figures of the answer, targets, formats, and what starts it. */
final class Summary {

    private final Tree document;
    private final Tree evaluation;
    private final Tree report;
    private final Reasons reasons;

    Summary(Tree document) {
        this.document = document;
        this.evaluation = document.at("evaluation");
        this.report = document.at("report");
        this.reasons = new Reasons(report);
    }

    Section section() {
        Section.Builder section = new Section.Builder("answer", "Answer", "The answer");
        if (document.has("fixes")) {
            return shortage(section);
        }
        section.say(document.text("reason"), "bad");
        if (evaluation.has("throughput")) {
            section.add(new Tiles(tiles()));
        }
        section.say(report.text("givenUp"), "bad");
        violations(section);
        targets(section);
        section.say(report.text("uncertainty"));
        section.say(report.text("caveat"), "note");
        section.list(new LayoutWords(document.at("layout")).meaning());
        section.say(guesses(evaluation.at("speculation")));
        terms(section);
        start(section);
        return section.build();
    }

    /** What guessing tokens gains; empty where none are guessed. */
    static String guesses(Tree gain) {
        if (gain.isEmpty()) {
            return "";
        }
        String points = gain.rows("speedUps").stream()
                .map(point -> Figures.decimals(point.numberOrZero("speedUp"), 2) + " with "
                        + Figures.count(point.numberOrZero("sequences")))
                .collect(Collectors.joining(", "));
        return "Guesses: " + Figures.decimals(gain.numberOrZero("tokensPerStep"), 2)
                + " tokens of a sequence per step; times as fast between prompts, by sequences in flight: " + points
                + "; "
                + (gain.has("lossFromSequences")
                        ? "a loss from " + Figures.count(gain.numberOrZero("lossFromSequences")) + " on."
                        : "nowhere a loss.");
    }

    private Section shortage(Section.Builder section) {
        section.say(document.text("tightest"), "bad");
        List<Row> rows = new ArrayList<>();
        document.at("infeasible")
                .numbers()
                .forEach((reason, count) ->
                        rows.add(new Row(Cell.of(reason), "", List.of(Cell.of(Figures.count(count), count)))));
        if (!rows.isEmpty()) {
            section.add(new Table(
                    "Why combinations of degrees fail", List.of(new Head("", ""), new Head("combinations", "")), rows));
        }
        section.say("What would do, each by itself:");
        section.list(document.rows("fixes").stream()
                .map(fix -> fix.text("change") + " " + fix.text("evidence"))
                .toList());
        return section.build();
    }

    private List<Tile> tiles() {
        Tree throughput = evaluation.at("throughput");
        List<Tile> tiles = new ArrayList<>();
        tiles.add(new Tile(
                "Throughput, all GPUs",
                reasons.cell(throughput.number("system"), Figures::tokensPerSecond, "throughput.system"),
                lines(
                        Figures.plain(throughput.numberOrZero("perGpu")) + " per GPU",
                        interval("throughput", Figures::tokensPerSecond))));
        time(tiles, "timeToFirstToken", "Time to first token");
        time(tiles, "timePerOutputToken", "Time per output token");
        tiles.add(new Tile(
                "One step",
                reasons.cell(evaluation.number("stepTime"), Figures::seconds, "stepTime", "decodeStep"),
                lines(interval("stepTime", Figures::seconds))));
        Tree memory = evaluation.at("memoryPerGpu");
        tiles.add(new Tile(
                "Fullest GPU",
                reasons.cell(memory.number("total"), Figures::bytes, "memory.perGpu"),
                lines("of " + Figures.bytes(memory.numberOrZero("usable")) + " usable")));
        Tree training = report.at("training");
        if (!training.isEmpty()) {
            double utilisation = training.numberOrZero("utilisation");
            tiles.add(new Tile(
                    "MFU",
                    Cell.of(Figures.percent(utilisation), utilisation),
                    lines(
                            Figures.flops(training.numberOrZero("flopsPerGpu")) + "/s per GPU",
                            Figures.count(training.numberOrZero("tokensPerDay")) + " tokens per day")));
        }
        OptionalDouble energy = evaluation.number("tokensPerJoule");
        if (energy.isPresent()) {
            tiles.add(new Tile(
                    "Tokens per joule",
                    Cell.of(Figures.plain(energy.getAsDouble()), energy.getAsDouble()),
                    lines("boards at full power")));
        }
        cost(evaluation, tiles);
        return tiles;
    }

    /** What tokens cost, where prices are stated. */
    static void cost(Tree evaluation, List<Tile> tiles) {
        Tree cost = evaluation.at("cost");
        if (!cost.isEmpty()) {
            double tokens = cost.numberOrZero("perMillionTokens");
            tiles.add(new Tile(
                    "A million tokens",
                    Cell.of(Figures.money(tokens, cost.text("currency")), tokens),
                    List.of(Figures.money(cost.numberOrZero("perHour"), cost.text("currency")) + " an hour for all")));
        }
    }

    private void time(List<Tile> tiles, String name, String words) {
        OptionalDouble mean = evaluation.number(name);
        if (mean.isEmpty()) {
            return;
        }
        Tree replayed = evaluation.at("latency").at(name);
        OptionalDouble p99 = replayed.number("p99");
        String law = p99.isPresent()
                ? "mean of the replay; p99 " + Figures.seconds(p99.getAsDouble())
                : "mean of the closed form";
        OptionalDouble closed = evaluation.at("latency").at("closedForm").number(name);
        String note = p99.isPresent() && closed.isPresent()
                ? "Shown is the mean over the requests of a replay of the serving loop. Bounds and proofs rest on the closed form of"
                        + " the same time, " + Figures.seconds(closed.getAsDouble()) + ":"
                : "";
        tiles.add(new Tile(
                words,
                note.isEmpty()
                        ? reasons.cell(mean, Figures::seconds, name)
                        : reasons.noted(Figures.seconds(mean.getAsDouble()), mean.getAsDouble(), note, name),
                lines(law, interval(name, Figures::seconds))));
    }

    private String interval(String name, DoubleFunction<String> format) {
        List<Double> interval = evaluation.at("uncertainty").at(name).numbers("interval");
        return interval.size() == 2
                ? "8 of 10: " + format.apply(interval.getFirst()) + " to " + format.apply(interval.getLast())
                : "";
    }

    private static List<String> lines(String... lines) {
        return List.of(lines).stream().filter(line -> !line.isEmpty()).toList();
    }

    void violations(Section.Builder section) {
        List<Row> rows = document.rows("violations").stream()
                .map(row -> new Row(
                        Cell.of(row.text("constraint")).toned("bad"),
                        "",
                        List.of(
                                Cell.of(row.text("where")),
                                Cell.of(amount(row, "actual")),
                                Cell.of(amount(row, "limit")),
                                Cell.of(row.text("fix")))))
                .toList();
        if (!rows.isEmpty()) {
            section.add(new Table("Broken constraints", heads("", "where", "is", "limit", "what would mend it"), rows));
        }
    }

    static String amount(Tree row, String name) {
        double value = row.numberOrZero(name);
        return switch (row.text("unit")) {
            case "bytes" -> Figures.bytes(value);
            case "seconds" -> Figures.seconds(value);
            case "tokens/s" -> Figures.tokensPerSecond(value);
            default -> Figures.plain(value);
        };
    }

    void targets(Section.Builder section) {
        List<Row> rows = new ArrayList<>();
        for (Tree target : report.rows("targets")) {
            boolean met = target.flag("met");
            rows.add(new Row(
                    Cell.of(target.text("what")),
                    "",
                    List.of(
                            Cell.of(amount(target, "target")),
                            Cell.of(target.has("reached") ? amount(target, "reached") : "-"),
                            Cell.of(met ? "met" : "missed: " + target.text("fix"))
                                    .toned(met ? "good" : "bad"))));
        }
        if (!rows.isEmpty()) {
            section.add(new Table("Targets", heads("", "target", "reached", ""), rows));
        }
    }

    private static List<Head> heads(String... texts) {
        return List.of(texts).stream().map(text -> new Head(text, "")).toList();
    }

    /** Formats, engine and its price. */
    private void terms(Section.Builder section) {
        List<Row> rows = new ArrayList<>();
        Tree formats = evaluation.at("formats");
        row(rows, "Weights", formats(formats.at("weights")));
        row(rows, "KV cache", formats.text("cache"));
        Tree arithmetic = formats.at("arithmetic");
        arithmetic.names().forEach(gpu -> row(rows, "Arithmetic on " + gpu, formats(arithmetic.at(gpu))));
        Tree setting = report.at("setting");
        row(rows, "Engine", (setting.text("engine") + " " + release(setting)).strip());
        document.rows("engines").stream()
                .filter(engine -> engine.has("price"))
                .forEach(engine -> row(
                        rows,
                        "Price of " + engine.text("engine") + " " + engine.text("version"),
                        engine.numberOrZero("price") > 0
                                ? Figures.percent(engine.numberOrZero("price")) + " behind "
                                        + engine.at("better").text("layout") + ", which it cannot express"
                                : "none: it can express the best layout"));
        OptionalDouble sequences = report.number("sequences");
        row(
                rows,
                setting.at("workload").has("globalBatch") ? "Sequences in a step" : "Sequences in flight",
                sequences.isPresent() ? Figures.count(sequences.getAsDouble()) : "");
        if (!rows.isEmpty()) {
            section.add(new Table("What it runs with", heads("", ""), rows));
        }
    }

    /** The release that is stated, else the one that is assumed. */
    private String release(Tree setting) {
        String assumed = evaluation.at("cache").text("assumedEngineVersion");
        return setting.firstText("engineVersion")
                .orElse(assumed.isEmpty() ? "" : assumed + ", the newest known: the problem states none");
    }

    private static void row(List<Row> rows, String what, String value) {
        if (!value.isEmpty()) {
            rows.add(new Row(Cell.of(what), "", List.of(Cell.of(value))));
        }
    }

    /** The format of most parts, then what others have. */
    private static String formats(Tree parts) {
        Map<String, Long> counts = parts.names().stream()
                .collect(Collectors.groupingBy(parts::text, LinkedHashMap::new, Collectors.counting()));
        String most = counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
        List<String> words = new ArrayList<>(List.of(most));
        parts.names().stream()
                .filter(part -> !parts.text(part).equals(most))
                .map(part -> part + " " + parts.text(part))
                .forEach(words::add);
        return String.join(", ", words);
    }

    private void start(Section.Builder section) {
        Tree start = report.at("start");
        if (start.isEmpty()) {
            return;
        }
        double files = start.numberOrZero("files");
        section.add(new Block.Script(
                start.text("file")
                        + (files > 1 ? ", the first of " + Figures.number(files, "file") + " that export writes" : ""),
                start.text("text")));
        section.list(start.texts("notes"));
    }
}
