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
import java.util.OptionalDouble;

/** A front: tokens per second of each GPU against those of a user, and the point that a search by itself chooses. */
final class FrontSections implements OwnPage {

    private final Tree document;
    private final List<Tree> points;

    FrontSections(Tree document) {
        this.document = document;
        this.points = document.rows("points");
    }

    @Override
    public String title() {
        return document.firstText("problem").orElse("A front");
    }

    @Override
    public String setting() {
        return Figures.number(document.numberOrZero("gpus"), "GPU");
    }

    @Override
    public String sentence() {
        if (points.isEmpty()) {
            return "No layout is feasible.";
        }
        Tree slow = points.getFirst();
        Tree fast = points.getLast();
        return "From " + Figures.plain(slow.numberOrZero("tokensPerSecondPerGpu")) + " tokens/s of a GPU at "
                + Figures.plain(slow.numberOrZero("tokensPerSecondPerUser")) + " of a user to "
                + Figures.plain(fast.numberOrZero("tokensPerSecondPerGpu")) + " at "
                + Figures.plain(fast.numberOrZero("tokensPerSecondPerUser")) + ".";
    }

    @Override
    public Cell verdict() {
        return Cell.of(Figures.number(points.size(), "point"));
    }

    @Override
    public List<Section> all() {
        return List.of(
                section("answer", document),
                new Section.Builder("trust", "Assumptions", "Assumptions, and what is not modelled")
                        .list(document.texts("assumed"))
                        .say(ArgumentSections.NOT_MODELLED)
                        .build());
    }

    /** The points of a front as a section of that id. */
    static Section section(String id, Tree front) {
        List<Tree> points = front.rows("points");
        int chosen = (int) front.numberOrZero("chosen");
        boolean priced = points.stream().anyMatch(point -> point.has("perMillionTokens"));
        List<Row> rows = new ArrayList<>();
        for (int number = 0; number < points.size(); number++) {
            rows.add(row(points.get(number), number == chosen, priced));
        }
        Section.Builder section = new Section.Builder(id, "Front", "Users against GPUs").say(front.text("claim"));
        if (!rows.isEmpty()) {
            List<Head> heads = new ArrayList<>(List.of(
                    new Head("layout", ""),
                    new Head("of a user", "tokens"),
                    new Head("of a GPU", "tokens"),
                    new Head("between tokens", ""),
                    new Head("to the first token", ""),
                    new Head("sequences", ""),
                    new Head("gap", "")));
            if (priced) {
                heads.add(new Head("a million tokens", ""));
            }
            section.say("The filled point is what a search of the problem by itself chooses.")
                    .add(new Table(
                            "Points of the front",
                            "front",
                            "Front: tokens per second of a GPU over those of a user",
                            heads,
                            rows));
        }
        return section.build();
    }

    private static Row row(Tree point, boolean chosen, boolean priced) {
        double user = point.numberOrZero("tokensPerSecondPerUser");
        double gpu = point.numberOrZero("tokensPerSecondPerGpu");
        OptionalDouble first = point.number("timeToFirstToken");
        List<Cell> cells = new ArrayList<>(List.of(
                Cell.of(Figures.plain(user), user),
                Cell.of(Figures.plain(gpu), gpu),
                Cell.of(Figures.seconds(point.numberOrZero("timePerOutputToken"))),
                Cell.of(first.isPresent() ? Figures.seconds(first.getAsDouble()) : "-"),
                Cell.of(Figures.count(point.numberOrZero("sequences"))),
                Cell.of(Figures.percent(point.numberOrZero("gap")))));
        if (priced) {
            cells.add(Cell.of(
                    point.has("perMillionTokens")
                            ? Figures.money(point.numberOrZero("perMillionTokens"), point.text("currency"))
                            : "-"));
        }
        return new Row(Cell.of(point.text("layout")), chosen ? "achieved" : "behind", cells);
    }
}
