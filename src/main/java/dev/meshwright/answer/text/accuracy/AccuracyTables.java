package dev.meshwright.answer.text.accuracy;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.Grouping;
import dev.meshwright.lab.error.Regret;
import dev.meshwright.lab.error.report.ErrorReport;
import dev.meshwright.lab.error.report.GroupedErrors;
import dev.meshwright.lab.error.report.LeftOut;
import dev.meshwright.lab.error.report.MeasureErrors;
import dev.meshwright.lab.error.report.PureTestErrors;
import dev.meshwright.lab.error.report.UnitError;
import dev.meshwright.lab.error.report.ValidationAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of docs/ACCURACY.md and their sum in the README, in Markdown. */
public final class AccuracyTables {

    private static final List<String> PURE_TESTS =
            List.of("measured", "engine", "GPU", "rows", "median", "mean", "signed", "not stated, assumed");

    private final Map<String, ErrorReport> reports;
    private final StringBuilder text = new StringBuilder();

    private AccuracyTables(Map<String, ErrorReport> reports) {
        this.reports = reports;
    }

    /**
     * The README's few lines: for each file the median error of each measure over the rows that no fit used, and what
     * choosing layouts by the predictions costs.
     */
    public static String summary(ValidationAnswer answer) {
        AccuracyTables tables = new AccuracyTables(answer.reports());
        answer.leftOut().ifPresent(left -> tables.line("* " + ErrorWords.headline(left)));
        answer.reports().forEach(tables::heldOut);
        tables.regret("* ");
        return tables.text.toString();
    }

    private void heldOut(String name, ErrorReport report) {
        List<String> measures = new ArrayList<>();
        report.measures().forEach(measure -> {
            ErrorSummary errors = measure.all().heldOut();
            if (errors.count() > 0) {
                measures.add(measure.measure().words() + " " + Figures.percent(errors.median()) + " ("
                        + Figures.number(errors.count(), "row") + ")");
            }
        });
        if (!measures.isEmpty()) {
            line("* `" + name + "`: " + String.join(", ", measures) + ".");
        }
    }

    /**
     * Everything: the summary, tables by group, unpredicted rows, constants, pictures.
     *
     * @param pictures file names by title
     */
    public static String full(ValidationAnswer answer, Map<String, String> pictures) {
        AccuracyTables tables = new AccuracyTables(answer.reports());
        answer.leftOut().ifPresent(tables::leftOut);
        tables.overall();
        tables.regret("");
        tables.line("Fitted constants, counted in the files that hold them:").line("");
        answer.fittedConstants().forEach((where, number) -> tables.line("* " + Figures.count(number) + " " + where));
        tables.line("");
        pictures.forEach(
                (title, file) -> tables.line("![" + title + "](" + file + ")").line(""));
        answer.reports().forEach((name, report) -> {
            report.byPredictedGroup().forEach((grouping, errors) -> tables.group(name, grouping, errors));
            tables.units(name, report.units());
            tables.pureTests(name, report.pureTests());
            tables.unpredicted(name, report.unpredicted());
        });
        return tables.text.toString();
    }

    private AccuracyTables line(String line) {
        text.append(line).append('\n');
        return this;
    }

    private void leftOut(LeftOut left) {
        line(ErrorWords.headline(left)).line("");
        line("| campaign left out | rows | time to first token: median | mean | signed "
                + "| time per output token: median | mean | signed |");
        line("|---|---:|---:|---:|---:|---:|---:|---:|");
        left.campaigns().forEach(campaign -> cells(ErrorWords.cells(campaign)));
        line("");
    }

    private void overall() {
        line("| measured | rows | median | mean | signed median | "
                + "median, rows that fits used | median, other rows | mean, other rows |");
        line("|---|---:|---:|---:|---:|---:|---:|---:|");
        reports.values().forEach(report -> report.measures().forEach(measure -> measure.phases()
                .forEach((phase, errors) ->
                        overall(phase + ", " + measure.measure().words(), errors))));
        line("");
    }

    private void overall(String title, MeasureErrors.Halves errors) {
        ErrorSummary all = errors.together();
        if (all.count() > 0) {
            line("| " + title + " | " + Figures.count(all.count()) + " | " + Figures.percent(all.median()) + " | "
                    + Figures.percent(all.mean()) + " | " + ErrorWords.signed(all.signed()) + " | "
                    + ErrorWords.median(errors.fitted()) + " | " + ErrorWords.median(errors.heldOut()) + " | "
                    + ErrorWords.mean(errors.heldOut()) + " |");
        }
    }

    private void regret(String mark) {
        reports.values().stream()
                .map(ErrorReport::regret)
                .filter(regret -> regret.choices() > 0)
                .forEach(regret -> regret(mark, regret));
    }

    private void regret(String mark, Regret regret) {
        line(mark + "Layouts chosen by these predictions lie " + Figures.percent(regret.mean())
                + " below the best measured one on average over " + Figures.count(regret.choices())
                + " choices, nine in ten within " + Figures.percent(regret.ninetieth()) + "; "
                + Figures.percent(regret.exact()) + " of the choices are the best one.");
        line("");
    }

    private void group(String name, Grouping grouping, GroupedErrors errors) {
        if (!errors.several()) {
            return;
        }
        line("### " + name + " by " + grouping.name().toLowerCase(Locale.ROOT)).line("");
        StringBuilder head = new StringBuilder("| | rows |");
        StringBuilder rule = new StringBuilder("|---|---:|");
        for (Measure measure : errors.measures()) {
            head.append(' ').append(measure.words()).append(": median | mean | signed |");
            rule.append("---:|---:|---:|");
        }
        line(head.toString()).line(rule.toString());
        errors.rows().forEach(group -> cells(ErrorWords.cells(group)));
        line("");
    }

    private void cells(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void units(String name, List<UnitError> units) {
        if (!units.isEmpty()) {
            line("### " + name + ": units of prefill and decode, tokens/s per GPU")
                    .line("");
            line("| phase | row | layout | measured | predicted | error | not stated, assumed |");
            line("|---|---|---|---:|---:|---:|---|");
            units.forEach(unit -> cells(ErrorWords.cells(unit)));
            line("");
            List<String> outside = units.stream()
                    .filter(UnitError::outside)
                    .map(unit -> "`" + unit.outcome().labels().id() + "`")
                    .toList();
            line(outside.size() + " of " + Figures.number(units.size(), "unit") + " further off than "
                    + Figures.percent(UnitError.LIMIT)
                    + (outside.isEmpty() ? "." : ": " + String.join(", ", outside) + "."));
            line("");
        }
    }

    private void pureTests(String name, List<PureTestErrors> tests) {
        if (!tests.isEmpty()) {
            line("### " + name + ": other rows that no fit uses").line("");
            cells(PURE_TESTS);
            line("|---|---|---|---:|---:|---:|---:|---|");
            tests.forEach(rows -> cells(ErrorWords.cells(rows)));
            line("");
        }
    }

    private void unpredicted(String name, Map<String, Integer> reasons) {
        if (!reasons.isEmpty()) {
            line("### " + name + ": not predicted").line("");
            line("| rows | reason |").line("|---:|---|");
            reasons.forEach((reason, rows) -> line("| " + Figures.count(rows) + " | " + reason + " |"));
            line("");
        }
    }
}
