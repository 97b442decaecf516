package dev.meshwright.answer.text.front;

import dev.meshwright.answer.FormatComparison;
import dev.meshwright.answer.FormatComparison.Format;
import dev.meshwright.answer.FormatComparison.Plan;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;

/** Formats of the weights beside each other, a row each. */
public final class FormatsText {

    private FormatsText() {}

    /** The comparison, to stand behind the answer in the best of them. */
    public static String of(FormatComparison comparison, Style style) {
        Page page = new Page(style);
        page.heading("Formats of the weights");
        Table table = new Table("  ", "weights", "layout", ">tokens/s", ">fullest GPU", ">behind", "targets");
        for (Format format : comparison.formats()) {
            if (format.winner().isEmpty()) {
                table.row(format.label(), "nothing works", "-", "-", "-", "");
                continue;
            }
            Plan winner = format.winner().get();
            table.row(
                    format.label(),
                    winner.name(),
                    Figures.count(winner.performance().tokensPerSecond()),
                    Figures.bytes(winner.memoryBytes()),
                    comparison.best().filter(format.label()::equals).isPresent()
                            ? "best"
                            : Figures.percent(format.behind().orElseThrow()),
                    format.meetsTargets() ? "" : "missed");
        }
        page.lines(table.lines());
        page.paragraph("  ", FormatComparison.ACCURACY);
        return page.toString();
    }
}
