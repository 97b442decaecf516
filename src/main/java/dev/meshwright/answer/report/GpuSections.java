package dev.meshwright.answer.report;

import dev.meshwright.answer.report.block.Block;
import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Block.Head;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import dev.meshwright.answer.report.block.Reasons;
import dev.meshwright.answer.report.block.Section;
import dev.meshwright.answer.report.block.Tree;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The GPUs: where each is, what it holds, how full it is, and how tokens spread over experts. */
final class GpuSections {

    /** Micro-batches that the timeline of a pipeline has room for; report.js draws as many. */
    private static final int DRAWN = 48;

    private final Tree document;
    private final Tree evaluation;
    private final Reasons reasons;

    GpuSections(Tree document) {
        this.document = document;
        this.evaluation = document.at("evaluation");
        this.reasons = new Reasons(document.at("report"));
    }

    List<Section> all() {
        List<Section> sections = new ArrayList<>();
        if (document.at("layout").has("devices")) {
            sections.add(cluster());
        }
        if (!evaluation.rows("stages").isEmpty()) {
            sections.add(memory(evaluation, ""));
        }
        if (document.at("layout").numberOrZero("slotsPerRank") > 0 && evaluation.has("expertBalance")) {
            sections.add(experts(evaluation, document.at("report"), ""));
        }
        return sections;
    }

    private Section cluster() {
        List<Row> rows = new ArrayList<>();
        List<Tree> stages = evaluation.rows("stages");
        for (int number = 0; number < stages.size(); number++) {
            Tree stage = stages.get(number);
            rows.add(new Row(
                    Cell.of("stage " + number),
                    "",
                    List.of(
                            Cell.of(layers(stage)),
                            Cell.of(stage.text("gpu")),
                            Cell.of(Figures.seconds(stage.numberOrZero("seconds")), stage.numberOrZero("seconds")))));
        }
        Section.Builder section = new Section.Builder("cluster", "Cluster", "The cluster")
                .say(
                        "Each square is a GPU, each frame a node; the colour is the instance or the stage. Choose a node to see what"
                                + " its GPUs hold.")
                .add(new Block.ClusterMap("Map of nodes and GPUs"));
        if (rows.size() > 1) {
            section.add(new Table(
                    "Layers, GPUs and time of a micro-batch by stage; the slowest sets the pace",
                    "bars",
                    "Bars: time of a micro-batch in each stage",
                    List.of(
                            new Head("", ""),
                            new Head("layers", ""),
                            new Head("GPU", ""),
                            new Head("a micro-batch", "seconds")),
                    rows));
        }
        return section.build();
    }

    /** {@code 0-15}; a list of ranges where a GPU has several chunks. */
    private static String layers(Tree stage) {
        List<String> ranges = new ArrayList<>();
        List<Double> flat = stage.numbers("layers");
        if (flat.size() == 2) {
            return range(flat);
        }
        for (Object chunk : stage.list("layers")) {
            if (chunk instanceof List<?> borders && borders.size() == 2) {
                ranges.add(range(borders.stream()
                        .filter(Number.class::isInstance)
                        .map(border -> ((Number) border).doubleValue())
                        .toList()));
            }
        }
        return ranges.isEmpty() ? "none" : String.join(", ", ranges);
    }

    private static String range(List<Double> borders) {
        return Figures.count(borders.getFirst()) + "-" + Figures.count(borders.getLast());
    }

    /** Memory of a GPU; {@code pool} says of which pool, if there are any. */
    Section memory(Tree costs, String pool) {
        List<Tree> stages = costs.rows("stages");
        Reasons own = pool.isEmpty()
                ? reasons
                : new Reasons(document.at("report").at("pools").at(pool), pool + ":");
        Set<String> names = new LinkedHashSet<>();
        stages.forEach(stage -> names.addAll(stage.at("memory").at("components").names()));
        List<Head> heads = new ArrayList<>(List.of(new Head("", "")));
        for (int number = 0; number < stages.size(); number++) {
            heads.add(new Head(stages.size() == 1 ? "each GPU" : "stage " + number, "bytes"));
        }
        List<Row> rows = new ArrayList<>();
        for (String name : names) {
            List<Cell> cells = stages.stream()
                    .map(stage -> stage.at("memory").at("components").numberOrZero(name))
                    .map(bytes -> bytes > 0 ? own.cell(Figures.bytes(bytes), bytes, "memory." + name) : Cell.of("", 0))
                    .toList();
            rows.add(new Row(Cell.of(name), kind(name), cells));
        }
        rows.add(total(own, stages, "total", "total", "memory.perGpu"));
        rows.add(total(own, stages, "usable", "a layout may fill", ""));
        Section.Builder section = new Section.Builder(
                        pool.isEmpty() ? "memory" : "memory-" + pool,
                        pool.isEmpty() ? "Memory" : "Memory, " + pool,
                        pool.isEmpty() ? "Memory of a GPU" : "Memory of a GPU: " + pool + " pool")
                .say(cache(costs.at("cache")))
                .add(new Table(
                        "Memory by what it is for", "stack", "Stacked bars: memory of a GPU by stage", heads, rows));
        return section.build();
    }

    private static Row total(Reasons own, List<Tree> stages, String name, String words, String why) {
        return new Row(
                Cell.of(words),
                name,
                stages.stream()
                        .map(stage -> own.cell(stage.at("memory").number(name), Figures::bytes, why))
                        .toList());
    }

    private static String kind(String component) {
        int point = component.indexOf('.');
        String kind = point < 0 ? component : component.substring(0, point);
        boolean own = component.equals("weights.experts") || kind.equals("training");
        return own ? component.substring(point + 1) : kind;
    }

    private static String cache(Tree cache) {
        if (cache.isEmpty()) {
            return "";
        }
        return "Cache: room for " + Figures.capacity(cache.numberOrZero("bytesPerGpu")) + " on a GPU; "
                + Figures.count(cache.numberOrZero("tokens")) + " tokens in a replica, one request can have "
                + Figures.count(cache.numberOrZero("longestContext"))
                + (cache.numberOrZero("longestContext") < cache.numberOrZero("longestInCache")
                        ? ", as many as the model takes; "
                        : "; ")
                + Figures.number(cache.numberOrZero("sequences"), "sequence") + " of this work fit.";
    }

    /** Stages of a pipeline and what goes through them. */
    static Section pipeline(Tree pipeline, Section.Builder section) {
        double microBatches = pipeline.numberOrZero("microBatches");
        double pace = pipeline.numberOrZero("pace");
        List<Row> rows = new ArrayList<>();
        List<Tree> stages = pipeline.rows("stages");
        for (int number = 0; number < stages.size(); number++) {
            Tree stage = stages.get(number);
            rows.add(new Row(
                    Cell.of("stage " + number),
                    "",
                    List.of(
                            seconds(stage, "begins"),
                            seconds(stage, "seconds"),
                            Cell.of(Figures.count(microBatches), microBatches),
                            Cell.of(Figures.seconds(pace), pace),
                            Cell.of(Figures.percent(stage.numberOrZero("busy")), stage.numberOrZero("busy")),
                            Cell.of(Figures.percent(stage.numberOrZero("bubble")), stage.numberOrZero("bubble")))));
        }
        return section.say(words(pipeline, microBatches))
                .add(new Table(
                        "Stages of the pipeline",
                        "pipeline",
                        "Timeline: micro-batches in each stage, and the bubbles between them",
                        List.of(
                                new Head("", ""),
                                new Head("begins", "seconds"),
                                new Head("a micro-batch", "seconds"),
                                new Head("micro-batches", "count"),
                                new Head("next after", "seconds"),
                                new Head("busy", "share"),
                                new Head("bubble", "share")),
                        rows))
                .build();
    }

    private static String words(Tree pipeline, double microBatches) {
        boolean round = pipeline.flag("round");
        double chunks = pipeline.numberOrZero("virtualStages");
        return (round ? "One round takes " : "All of them take ") + Figures.seconds(pipeline.numberOrZero("seconds"))
                + ": the slowest stage sets the pace, what is empty is a bubble."
                + (round
                        ? ""
                        : " Each block is a forward and a backward pass; gradients and the optimizer come after it.")
                + (chunks > 1 ? " Chunks on each GPU shorten fill and drain " + Figures.count(chunks) + " times." : "")
                + (microBatches > DRAWN
                        ? " Drawn are the first " + DRAWN + " of " + Figures.count(microBatches) + "."
                        : "");
    }

    private static Cell seconds(Tree row, String name) {
        return Cell.of(Figures.seconds(row.numberOrZero(name)), row.numberOrZero(name));
    }

    /** How evenly the ranks of experts are loaded, before and after they are placed; {@code pool} says of which pool, if there are any. */
    static Section experts(Tree costs, Tree report, String pool) {
        Reasons reasons = pool.isEmpty() ? new Reasons(report) : new Reasons(report, pool + ":");
        Tree balance = costs.at("expertBalance");
        Section.Builder section = new Section.Builder(
                        pool.isEmpty() ? "experts" : "experts-" + pool,
                        pool.isEmpty() ? "Experts" : "Experts, " + pool,
                        pool.isEmpty() ? "Experts and their load" : "Experts and their load: " + pool + " pool")
                .add(new Table(
                        "Balance of the expert ranks",
                        List.of(new Head("", ""), new Head("", "")),
                        List.of(
                                ratio(reasons, balance, "busiest rank over the mean, all layers", "maxOverMean"),
                                ratio(reasons, balance, "the same of the worst layer", "worstLayerMaxOverMean"),
                                ratio(reasons, balance, "standard deviation over mean", "coefficientOfVariation"))));
        Tree loads = report.at("rankLoads");
        if (!loads.isEmpty()) {
            section.say(PlaceSections.columns(loads.list("after"))
                            + " First with experts in order, then as they are placed.")
                    .add(PlaceSections.heat(loads.list("before"), "Loads of the ranks with experts in order"))
                    .add(PlaceSections.heat(loads.list("after"), "Loads of the ranks as experts are placed"));
        }
        return section.build();
    }

    private static Row ratio(Reasons reasons, Tree balance, String words, String name) {
        return new Row(
                Cell.of(words),
                "",
                List.of(reasons.cell(balance.number(name), value -> Figures.decimals(value, 3), "balance." + name)));
    }
}
