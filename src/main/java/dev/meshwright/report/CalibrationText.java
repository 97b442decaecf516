package dev.meshwright.report;

import dev.meshwright.cost.Calibration.Factor;
import dev.meshwright.quantity.Figures;
import dev.meshwright.validation.ErrorSummary;
import dev.meshwright.validation.fit.CalibrationFit;
import dev.meshwright.validation.row.Measure;
import java.util.Locale;
import java.util.Map;

/** What a calibration found, for people. */
public final class CalibrationText {

    private CalibrationText() {}

    /** Factors, errors before and after, and what was refused. */
    public static String of(CalibrationFit fit, String source, Style style) {
        Page page = new Page(style);
        int found = fit.calibration().factors().size();
        String scope = String.join(", ", fit.calibration().gpus()) + " with "
                + String.join(", ", fit.calibration().engines());
        page.lines(Page.wrapped(
                        "",
                        "  ",
                        (found == 0 ? "No factor is" : Figures.number(found, "factor") + (found == 1 ? " is" : " are"))
                                + " determined by the " + Figures.number(fit.rows(), "row") + " of " + source + " ("
                                + scope + ")")
                .stream()
                .map(style::strong)
                .toList());
        if (fit.rows() < fit.measured()) {
            page.paragraph(
                    "  ",
                    "From " + Figures.count(fit.rows()) + " of its " + Figures.count(fit.measured())
                            + " rows, those whose content has the smallest SHA-256: more would take minutes and"
                            + " determine no more. validate --efficiency shows the errors of all.");
        }
        if (found > 0) {
            Table table = new Table("  ", "factor", ">value", "multiplies");
            fit.calibration()
                    .factors()
                    .forEach((factor, value) ->
                            table.row(factor.label(), String.format(Locale.ROOT, "%.3f", value), factor.meaning()));
            page.line("").lines(table.lines());
        }
        page.heading("Absolute error: median, mean");
        Table errors = new Table(
                "  ", "", ">values", ">before", "", ">after", "", ">left out (" + fit.folds() + " folds)", "");
        for (Map.Entry<Measure, ErrorSummary> entry : fit.before().entrySet()) {
            ErrorSummary after = fit.after().getOrDefault(entry.getKey(), ErrorSummary.NONE);
            ErrorSummary left = fit.crossValidated().getOrDefault(entry.getKey(), ErrorSummary.NONE);
            errors.row(
                    entry.getKey().words(),
                    Figures.count(entry.getValue().count()),
                    Figures.percent(entry.getValue().median()),
                    Figures.percent(entry.getValue().mean()),
                    Figures.percent(after.median()),
                    Figures.percent(after.mean()),
                    Figures.percent(left.median()),
                    Figures.percent(left.mean()));
        }
        page.lines(errors.lines());
        if (!fit.refused().isEmpty()) {
            page.heading("Refused: these stay at 1");
            for (Factor factor : Factor.values()) {
                String reason = fit.refused().get(factor);
                if (reason != null) {
                    page.paragraph("  - ", "    ", factor.label() + " (" + factor.meaning() + "): " + reason + ".");
                }
            }
        }
        return page.toString();
    }
}
