package dev.meshwright.answer.text.accuracy;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.engine.Calibration.Factor;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.fit.CalibrationAnswer;
import dev.meshwright.lab.fit.CalibrationFit;
import java.util.Locale;
import java.util.Map;

/** What a calibration found, for people. */
public final class CalibrationText {

    private final Page page;
    private final CalibrationFit fit;

    private CalibrationText(CalibrationFit fit, Style style) {
        this.page = new Page(style);
        this.fit = fit;
    }

    /** Factors, errors before and after, and what was refused. */
    public static String of(CalibrationAnswer answer, Style style) {
        CalibrationText text = new CalibrationText(answer.fit(), style);
        text.headline(answer.source(), answer.stopped());
        text.factors();
        text.errors();
        text.refused();
        return text.page.toString();
    }

    private void headline(String source, boolean stopped) {
        int found = fit.calibration().factors().size();
        String scope = String.join(", ", fit.calibration().gpus()) + " with "
                + String.join(", ", fit.calibration().engines());
        page.lines(page
                .wrapped(
                        "",
                        "  ",
                        (found == 0 ? "No factor is" : Figures.number(found, "factor") + (found == 1 ? " is" : " are"))
                                + " determined by the " + Figures.number(fit.rows(), "row") + " of " + source + " ("
                                + scope + ")")
                .stream()
                .map(page.style()::strong)
                .toList());
        if (fit.rows() < fit.measured()) {
            page.paragraph(
                    "  ",
                    "From " + Figures.count(fit.rows()) + " of its " + Figures.count(fit.measured())
                            + " rows, those whose content has the smallest SHA-256: "
                            + (stopped
                                    ? "stopped before more were fitted."
                                    : "more would take minutes and determine no more.")
                            + " validate --efficiency shows the errors of all.");
        }
    }

    private void factors() {
        Map<Factor, Double> factors = fit.calibration().factors();
        if (!factors.isEmpty()) {
            Table table = new Table("  ", "factor", ">value", "multiplies");
            factors.forEach((factor, value) ->
                    table.row(factor.label(), String.format(Locale.ROOT, "%.3f", value), factor.meaning()));
            page.line("").lines(table.lines());
        }
    }

    private void errors() {
        page.heading("Absolute error: median, mean");
        Table errors = new Table(
                "  ", "", ">values", ">before", "", ">after", "", ">left out (" + fit.folds() + " folds)", "");
        fit.before().forEach((measure, before) -> {
            ErrorSummary after = fit.after().getOrDefault(measure, ErrorSummary.NONE);
            ErrorSummary left = fit.crossValidated().getOrDefault(measure, ErrorSummary.NONE);
            errors.row(
                    measure.words(),
                    Figures.count(before.count()),
                    Figures.percent(before.median()),
                    Figures.percent(before.mean()),
                    Figures.percent(after.median()),
                    Figures.percent(after.mean()),
                    Figures.percent(left.median()),
                    Figures.percent(left.mean()));
        });
        page.lines(errors.lines());
    }

    private void refused() {
        if (!fit.refused().isEmpty()) {
            page.heading("Refused: these stay at 1");
            for (Factor factor : Factor.values()) {
                String reason = fit.refused().get(factor);
                if (reason != null) {
                    page.paragraph("  - ", "    ", factor.label() + " (" + factor.meaning() + "): " + reason + ".");
                }
            }
        }
    }
}
