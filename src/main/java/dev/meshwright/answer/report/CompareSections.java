package dev.meshwright.answer.report;

import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Block.Head;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import dev.meshwright.answer.report.block.Reasons;
import dev.meshwright.answer.report.block.Section;
import dev.meshwright.answer.report.block.Tree;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Plans side by side: what changed, what it bought, and from which part of the cost. */
final class CompareSections implements OwnPage {

    /** What derivations call figures, where they have names of their own. */
    private static final Map<String, String> QUANTITIES = Map.of(
            "throughput", "throughput.system",
            "perGpu", "throughput.perGpu",
            "memory", "memory.perGpu",
            "efficiency", "efficiency.total");

    private final Tree document;
    private final List<Tree> contenders;
    private final List<Reasons> reasons = new ArrayList<>();

    CompareSections(Tree document) {
        this.document = document;
        this.contenders = document.rows("contenders");
        for (int index = 0; index < contenders.size(); index++) {
            reasons.add(new Reasons(contenders.get(index), index + ":"));
        }
    }

    /** {@code TP2 DP2 EP4 PP1 x2 against TP8 EP8 PP1}. */
    @Override
    public String title() {
        return contenders.stream().map(one -> one.text("layout")).collect(Collectors.joining(" against "));
    }

    @Override
    public String setting() {
        return "";
    }

    @Override
    public String sentence() {
        return String.join(" ", document.texts("headlines"));
    }

    @Override
    public Cell verdict() {
        return Cell.of(Figures.number(contenders.size(), "plan"));
    }

    @Override
    public List<Section> all() {
        List<Section> sections = new ArrayList<>();
        sections.add(answer());
        sections.add(bought());
        if (!document.rows("gpuSecondsPerToken").isEmpty()) {
            sections.add(spent());
        }
        sections.add(new Section.Builder("trust", "Assumptions", "Assumptions, and what is not modelled")
                .say(
                        "Changes are shares of the first plan's figures. Each figure is as its answer tells it: plans of other problems,"
                                + " releases or versions are compared as they stand.")
                .say(ArgumentSections.NOT_MODELLED)
                .build());
        return sections;
    }

    private Section answer() {
        List<Row> rows = new ArrayList<>();
        for (Tree one : contenders) {
            boolean feasible = one.flag("feasible");
            String broken = String.join(", ", one.texts("broken"));
            rows.add(new Row(
                    Cell.of(one.text("letter")),
                    "",
                    List.of(
                            Cell.of(one.text("layout")),
                            Cell.of(one.text("name")),
                            Cell.of(feasible ? "feasible" : "infeasible").toned(feasible ? "good" : "bad"),
                            Cell.of(broken).toned(broken.isEmpty() ? "" : "bad"))));
        }
        Section.Builder section = new Section.Builder("answer", "Answer", "What changed")
                .add(new Table("The plans", heads(List.of("", "layout", "from", "", "breaks or misses"), ""), rows));
        section.list(document.texts("sentences"));
        List<Row> changed = document.rows("changed").stream()
                .map(row -> new Row(
                        Cell.of(row.text("what")),
                        "",
                        row.texts("values").stream().map(Cell::of).toList()))
                .toList();
        if (!changed.isEmpty()) {
            section.add(new Table("What changed", letters(""), changed));
        }
        return section.say("The same in all: " + Figures.number(document.numberOrZero("same"), "other choice") + ".")
                .build();
    }

    private static List<Head> heads(List<String> texts, String unit) {
        return texts.stream().map(text -> new Head(text, unit)).toList();
    }

    private List<Head> letters(String unit) {
        List<Head> heads = new ArrayList<>(List.of(new Head("", "")));
        contenders.forEach(one -> heads.add(new Head(one.text("letter"), unit)));
        return heads;
    }

    private Section bought() {
        List<Row> rows = new ArrayList<>();
        for (Tree figure : document.rows("figures")) {
            List<Cell> cells = new ArrayList<>();
            List<?> values = figure.list("values");
            for (int index = 0; index < values.size(); index++) {
                cells.add(figure(figure, index));
            }
            rows.add(new Row(Cell.of(figure.text("words")), axis(figure.text("unit")), cells));
        }
        return new Section.Builder("bought", "Figures", "What it bought")
                .add(new Table(
                        "Figures, and by how much they change",
                        "rows",
                        "Bars: each figure by plan",
                        letters("any"),
                        rows))
                .build();
    }

    private Cell figure(Tree figure, int index) {
        if (!(figure.list("values").get(index) instanceof Number value)) {
            return Cell.of("-");
        }
        Object change = figure.list("changes").get(index);
        String more = change instanceof Number share && share.doubleValue() != 0
                ? " (" + (share.doubleValue() > 0 ? "+" : "") + Figures.percent(share.doubleValue()) + ")"
                : "";
        String id = figure.text("figure");
        return reasons.get(index)
                .cell(
                        Figures.amount(value.doubleValue(), dimension(figure.text("unit"))) + more,
                        value.doubleValue(),
                        QUANTITIES.getOrDefault(id, id),
                        id.equals("stepTime") ? "decodeStep" : "");
    }

    private static Dimension dimension(String unit) {
        return Arrays.stream(Dimension.values())
                .filter(dimension -> dimension.name().equals(unit.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(Dimension.COUNT);
    }

    /** What the axis of a chart calls a unit. */
    private static String axis(String unit) {
        return switch (dimension(unit)) {
            case SECONDS -> "seconds";
            case BYTES -> "bytes";
            case TOKENS_PER_SECOND -> "tokens";
            case FRACTION -> "share";
            case BYTES_PER_SECOND, FLOP, FLOP_PER_SECOND, SEQUENCES_PER_SECOND, WATTS, COUNT -> "count";
        };
    }

    private Section spent() {
        Section.Builder section = new Section.Builder("spent", "GPU time", "From which part of the cost")
                .say(
                        "GPU time of a counted token: all GPUs over the tokens of a second, cut by what the GPUs do or wait for. Times"
                                + " add up where throughputs do not.")
                .add(new Table(
                        "GPU time of a token",
                        "stack",
                        "Stacked bars: GPU time of a token by plan",
                        letters("seconds"),
                        parts("gpuSecondsPerToken", false)));
        if (!document.rows("gpuSecondsPerSequence").isEmpty()) {
            section.add(new Table(
                    "Kernels and messages of a pass that differ most from the first plan's, GPU time of a sequence",
                    "differences",
                    "Bars: what each kernel and message takes more or less than in the first plan",
                    others(letters("seconds")),
                    parts("gpuSecondsPerSequence", true)));
        }
        return section.build();
    }

    /** Without the column of the first plan. */
    private static List<Head> others(List<Head> heads) {
        List<Head> others = new ArrayList<>(heads);
        others.remove(1);
        return others;
    }

    /** Seconds of each, or how many more than the first. */
    private List<Row> parts(String name, boolean more) {
        List<Row> rows = new ArrayList<>();
        for (Tree part : document.rows(name)) {
            List<Double> seconds = part.numbers(more ? "more" : "seconds");
            rows.add(new Row(
                    Cell.of(part.text("part")),
                    part.text("part"),
                    seconds.stream()
                            .skip(more ? 1 : 0)
                            .map(each -> Cell.of((more && each > 0 ? "+" : "") + Figures.seconds(each), each))
                            .toList()));
        }
        return rows;
    }
}
