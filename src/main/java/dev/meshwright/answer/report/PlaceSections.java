package dev.meshwright.answer.report;

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
import java.util.List;
import java.util.OptionalDouble;

/** A placement of experts: the load of every rank before and after, layer by layer. */
final class PlaceSections implements OwnPage {

    /** More columns than this nobody tells apart: ranks share one, which shows the busiest of them. */
    private static final int MOST_COLUMNS = 64;

    private final Tree document;
    private final Tree report;
    private final Reasons reasons;

    PlaceSections(Tree document) {
        this.document = document;
        this.report = document.at("report");
        this.reasons = new Reasons(report);
    }

    @Override
    public String title() {
        return "Placement of experts";
    }

    @Override
    public String setting() {
        return report.isEmpty()
                ? ""
                : Figures.number(report.numberOrZero("experts"), "expert") + " in "
                        + Figures.number(report.numberOrZero("slots"), "slot") + " of "
                        + Figures.number(report.numberOrZero("ranks"), "rank") + " · "
                        + Figures.number(report.numberOrZero("layers"), "layer");
    }

    @Override
    public String sentence() {
        OptionalDouble before = mean(report.at("before").numbers("maxOverMean"));
        return "The busiest rank has " + Figures.decimals(document.numberOrZero("meanMaxOverMean"), 3)
                + " times the mean load"
                + (before.isPresent()
                        ? ", " + Figures.decimals(before.getAsDouble(), 3) + " under "
                                + report.at("before").text("name")
                        : "")
                + ".";
    }

    @Override
    public Cell verdict() {
        boolean feasible = document.flag("feasible");
        return Cell.of(feasible ? "Feasible" : "Infeasible").toned(feasible ? "good" : "bad");
    }

    private static OptionalDouble mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average();
    }

    @Override
    public List<Section> all() {
        List<Section> sections = new ArrayList<>();
        sections.add(answer());
        sections.add(layers());
        if (!report.at("rankLoads").isEmpty()) {
            sections.add(heat("before", "Before: " + report.at("before").text("name")));
            sections.add(heat("after", "After"));
        }
        sections.add(new Section.Builder("trust", "Assumptions", "Assumptions")
                .say(
                        "Load is the tokens routed to the experts of a rank, those of an expert shared evenly by its replicas, in the mean of the"
                                + " profiles; the mean of a layer is 1. A layer ends when its busiest rank does.")
                .list(document.texts("notes"))
                .build());
        return sections;
    }

    private Section answer() {
        List<Tile> tiles = new ArrayList<>();
        tiles.add(new Tile(
                "Busiest rank over the mean",
                reasons.cell(document.number("meanMaxOverMean"), PlaceSections::ratio, "maxOverMean.after"),
                List.of("mean of the layers")));
        OptionalDouble before = mean(report.at("before").numbers("maxOverMean"));
        if (before.isPresent()) {
            tiles.add(new Tile(
                    "Before",
                    reasons.cell(before, PlaceSections::ratio, "maxOverMean.before"),
                    List.of(report.at("before").text("name"))));
        }
        tiles.add(new Tile(
                "What a better placement could win",
                Cell.of(Figures.percent(document.numberOrZero("gap")), document.numberOrZero("gap")),
                List.of("at most; " + Figures.number(document.numberOrZero("optimalLayers"), "layer")
                        + " proved optimal")));
        if (document.has("moves")) {
            tiles.add(new Tile(
                    "Moves",
                    Cell.of(Figures.count(document.numberOrZero("moves")), document.numberOrZero("moves")),
                    List.of(Figures.percent(document.numberOrZero("movedFraction")) + " of the slots")));
        }
        Section.Builder section = new Section.Builder("answer", "Answer", "The answer").add(new Tiles(tiles));
        rivals(section);
        return section.build();
    }

    private void rivals(Section.Builder section) {
        List<Row> rows = new ArrayList<>();
        for (Tree rival : document.rows("comparison")) {
            OptionalDouble step = rival.number("stepTime");
            OptionalDouble moves = rival.number("moves");
            rows.add(new Row(
                    Cell.of(rival.text("placement")),
                    "",
                    List.of(
                            Cell.of(ratio(rival.numberOrZero("maxOverMean")), rival.numberOrZero("maxOverMean")),
                            Cell.of(moves.isPresent() ? Figures.count(moves.getAsDouble()) : "-"),
                            Cell.of(step.isPresent() ? Figures.seconds(step.getAsDouble()) : "-"),
                            Cell.of(
                                    step.isPresent()
                                            ? Figures.tokensPerSecond(rival.numberOrZero("throughput"))
                                            : "-"))));
        }
        if (!rows.isEmpty()) {
            section.add(new Table(
                    "Would it help?",
                    List.of(
                            new Head("", ""),
                            new Head("busiest over mean", ""),
                            new Head("moves", ""),
                            new Head("a step", ""),
                            new Head("throughput", "")),
                    rows));
        }
    }

    private static String ratio(double value) {
        return Figures.decimals(value, 3);
    }

    private Section layers() {
        List<Double> after = document.numbers("maxOverMean");
        List<Double> before = report.at("before").numbers("maxOverMean");
        List<Double> bound = document.numbers("lowerBound");
        List<Row> rows = new ArrayList<>();
        for (int layer = 0; layer < after.size(); layer++) {
            List<Cell> cells = new ArrayList<>();
            for (List<Double> line : List.of(before, after, bound)) {
                cells.add(layer < line.size() ? Cell.of(ratio(line.get(layer)), line.get(layer)) : Cell.of("-"));
            }
            rows.add(new Row(Cell.of(Figures.count(layer), layer), "", cells));
        }
        return new Section.Builder("layers", "Layers", "Layer by layer")
                .add(new Table(
                        "Busiest rank over the mean by layer",
                        "layers",
                        "Lines: load of the busiest rank over the mean, before, after, and what no placement is below",
                        List.of(
                                new Head("layer", "count"),
                                new Head("before", "count"),
                                new Head("after", "count"),
                                new Head("bound", "count")),
                        rows))
                .build();
    }

    private Section heat(String which, String title) {
        List<?> layers = report.at("rankLoads").list(which);
        return new Section.Builder(which, which.equals("before") ? "Before" : "After", title)
                .say(columns(layers))
                .add(heat(layers, "Loads of the ranks, " + which))
                .build();
    }

    /** What a cell of {@link #heat} is. */
    static String columns(List<?> layers) {
        int each = each(layers);
        return each <= 1
                ? "Load of each rank over the mean of its layer."
                : "Load over the mean of the layer; each column is the busiest of " + Figures.number(each, "rank")
                        + " from the one it names on.";
    }

    /** Ranks that share a column. */
    private static int each(List<?> layers) {
        int ranks = layers.stream()
                .mapToInt(layer -> layer instanceof List<?> loads ? loads.size() : 0)
                .max()
                .orElse(0);
        return Math.max(1, Math.ceilDiv(ranks, MOST_COLUMNS));
    }

    /**
     * Loads of ranks by layer as a heat map.
     *
     * @param layers lists of numbers
     */
    static Table heat(List<?> layers, String caption) {
        int each = each(layers);
        int columns = 0;
        List<Row> rows = new ArrayList<>();
        for (int layer = 0; layer < layers.size(); layer++) {
            List<Double> loads = numbers(layers.get(layer));
            List<Cell> cells = new ArrayList<>();
            for (int first = 0; first < loads.size(); first += each) {
                double busiest = loads.subList(first, Math.min(first + each, loads.size())).stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0);
                cells.add(Cell.of(Figures.decimals(busiest, 2), busiest));
            }
            columns = Math.max(columns, cells.size());
            rows.add(new Row(Cell.of("layer " + layer), "", cells));
        }
        List<Head> heads = new ArrayList<>(List.of(new Head("", "")));
        for (int column = 0; column < columns; column++) {
            heads.add(new Head(String.valueOf(column * each), "count"));
        }
        return new Table(caption, "heat", "Heat map: load of each rank over the mean, by layer", heads, rows);
    }

    private static List<Double> numbers(Object list) {
        List<Double> numbers = new ArrayList<>();
        if (list instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Number number) {
                    numbers.add(number.doubleValue());
                }
            }
        }
        return numbers;
    }
}
