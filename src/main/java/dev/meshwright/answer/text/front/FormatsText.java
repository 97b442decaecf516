package dev.meshwright.answer.text.front;

import dev.meshwright.answer.FormatComparison;
import dev.meshwright.answer.FormatComparison.Format;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.question.search.SearchResult.Candidate;

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
            Candidate winner = format.winner().get();
            Evaluation evaluation = winner.evaluation();
            table.row(
                    format.label(),
                    winner.layout().degrees().shortName(),
                    Figures.count(evaluation.performance().tokensPerSecond()),
                    Figures.bytes(evaluation.heaviestStage().memoryBytes()),
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
