package dev.meshwright.answer.text.compare;

import dev.meshwright.answer.explain.comparison.Comparison;
import dev.meshwright.answer.explain.comparison.Contender;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Plans side by side as text. */
public final class ComparisonText {

    private final Page page;
    private final Comparison comparison;

    private ComparisonText(Page page, Comparison comparison) {
        this.page = page;
        this.comparison = comparison;
    }

    /** The comparison. */
    public static String of(Comparison comparison, Style style) {
        Page page = new Page(style);
        new ComparisonText(page, comparison).print();
        return page.toString();
    }

    private void print() {
        Table names = new Table("", "", "", "", "");
        for (int index = 0; index < comparison.contenders().size(); index++) {
            Contender one = comparison.contenders().get(index);
            names.row(comparison.letters().get(index), one.layout(), one.name(), one.feasible() ? "" : "INFEASIBLE");
        }
        page.lines(names.lines());
        page.line("");
        comparison.sentences().forEach(sentence -> page.paragraph("", "  ", sentence));
        changed();
        figures();
        parts("Where it comes from: GPU time of a token, all GPUs", comparison.parts());
        parts("Kernels and messages of a pass that differ most: GPU time of a sequence", comparison.components());
    }

    private Table table(String numbers) {
        List<String> heads = new ArrayList<>(List.of(""));
        comparison.letters().forEach(letter -> heads.add(numbers + letter));
        return new Table("  ", heads.toArray(String[]::new));
    }

    private void changed() {
        page.heading("What changed");
        if (comparison.changed().isEmpty()) {
            page.paragraph("  ", "Nothing that the answers tell of.");
            return;
        }
        Table table = table("");
        comparison.changed().forEach(changed -> row(table, changed.what(), changed.values().stream()));
        page.lines(table.lines());
        page.paragraph(
                "  ",
                "The same in all: " + Figures.number(comparison.same(), "other choice")
                        + (comparison.others() == 0
                                ? "."
                                : "; " + Figures.count(comparison.others()) + " that only some of them know."));
    }

    private void figures() {
        page.heading("What it bought");
        Table table = table(">");
        for (Comparison.Figure figure : comparison.figures()) {
            List<String> cells = new ArrayList<>();
            for (int index = 0; index < figure.values().size(); index++) {
                cells.add(value(figure, index));
            }
            row(table, figure.outcome().label(), cells.stream());
        }
        page.lines(table.lines());
    }

    private static String value(Comparison.Figure figure, int index) {
        OptionalDouble value = figure.values().get(index);
        OptionalDouble change = figure.changes().get(index);
        return value.isEmpty()
                ? "-"
                : Figures.amount(value.getAsDouble(), figure.outcome().dimension())
                        + (change.isPresent() && change.getAsDouble() != 0
                                ? " (" + signed(change.getAsDouble()) + ")"
                                : "");
    }

    private static String signed(double change) {
        return (change > 0 ? "+" : "") + Figures.percent(change);
    }

    private void parts(String heading, List<Comparison.Part> parts) {
        if (parts.isEmpty()) {
            return;
        }
        page.heading(heading);
        Table table = table(">");
        for (Comparison.Part part : parts) {
            List<String> cells = new ArrayList<>();
            for (int index = 0; index < part.seconds().size(); index++) {
                double more = part.more().get(index);
                cells.add(Figures.seconds(part.seconds().get(index))
                        + (more == 0 ? "" : " (" + (more < 0 ? "-" : "+") + Figures.seconds(Math.abs(more)) + ")"));
            }
            row(table, part.what(), cells.stream());
        }
        page.lines(table.lines());
    }

    private static void row(Table table, String what, Stream<String> cells) {
        table.row(Stream.concat(Stream.of(what), cells).toArray(String[]::new));
    }
}
