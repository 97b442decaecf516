package dev.meshwright.answer.text.accuracy;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.Grouping;
import dev.meshwright.lab.error.Half;
import dev.meshwright.lab.error.Regret;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.row.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of docs/ACCURACY.md and their sum in the README, in Markdown. */
public final class AccuracyTables {

    /** Rows of a table; the rest is summed up. */
    private static final int MOST_GROUPS = 16;

    private final Map<String, Validation> validations;
    private final StringBuilder text = new StringBuilder();

    private AccuracyTables(Map<String, Validation> validations) {
        this.validations = validations;
    }

    /**
     * The README's few lines: for each file the median error of each measure over the rows that no fit used, and what
     * choosing layouts by the predictions costs.
     */
    public static String summary(Map<String, Validation> validations) {
        AccuracyTables tables = new AccuracyTables(validations);
        validations.forEach(tables::heldOut);
        tables.regret("* ");
        return tables.text.toString();
    }

    private void heldOut(String name, Validation validation) {
        List<String> measures = new ArrayList<>();
        validation.byMeasure().forEach((measure, outcomes) -> {
            ErrorSummary errors = ErrorSummary.of(Validation.half(outcomes, Half.HELD_OUT));
            if (errors.count() > 0) {
                measures.add(measure.words() + " " + Figures.percent(errors.median()) + " ("
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
     * @param constants how many constants were fitted, by where
     * @param pictures file names by title
     */
    public static String full(
            Map<String, Validation> validations, Map<String, Integer> constants, Map<String, String> pictures) {
        AccuracyTables tables = new AccuracyTables(validations);
        tables.overall();
        tables.regret("");
        tables.line("Fitted constants, counted in the files that hold them:").line("");
        constants.forEach((where, number) -> tables.line("* " + Figures.count(number) + " " + where));
        tables.line("");
        pictures.forEach(
                (title, file) -> tables.line("![" + title + "](" + file + ")").line(""));
        validations.forEach((name, validation) -> {
            for (Grouping grouping : Grouping.values()) {
                tables.group(name, validation, grouping);
            }
            tables.units(name, validation);
            tables.pureTests(name, validation);
            tables.unpredicted(name, validation);
        });
        return tables.text.toString();
    }

    private AccuracyTables line(String line) {
        text.append(line).append('\n');
        return this;
    }

    private void overall() {
        line("| measured | rows | median | mean | signed median | "
                + "median, fitted half | median, other half | mean, other half |");
        line("|---|---:|---:|---:|---:|---:|---:|---:|");
        validations.forEach((name, validation) -> validation.byMeasure().forEach((measure, outcomes) -> {
            Map<String, List<Outcome>> phases = Grouping.PHASE.split(outcomes);
            phases.forEach((phase, those) -> overall(phase + ", " + measure.words(), those));
        }));
        line("");
    }

    private void overall(String title, List<Outcome> outcomes) {
        ErrorSummary all = ErrorSummary.of(outcomes);
        if (all.count() == 0) {
            return;
        }
        ErrorSummary fitted = ErrorSummary.of(Validation.half(outcomes, Half.FITTED));
        ErrorSummary other = ErrorSummary.of(Validation.half(outcomes, Half.HELD_OUT));
        line("| " + title + " | " + Figures.count(all.count()) + " | " + Figures.percent(all.median()) + " | "
                + Figures.percent(all.mean()) + " | " + ValidationText.signed(all.signed()) + " | "
                + share(fitted, fitted.median()) + " | " + share(other, other.median()) + " | "
                + share(other, other.mean()) + " |");
    }

    private static String share(ErrorSummary errors, double value) {
        return errors.count() == 0 ? "-" : Figures.percent(value);
    }

    private void regret(String mark) {
        validations.values().stream()
                .map(Validation::regret)
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

    private void group(String name, Validation validation, Grouping grouping) {
        Map<Measure, List<Outcome>> measures = validation.byMeasure();
        List<String> groups = measures.values().stream()
                .flatMap(outcomes -> grouping.split(outcomes).entrySet().stream())
                .filter(group -> ErrorSummary.of(group.getValue()).count() > 0)
                .map(Map.Entry::getKey)
                .distinct()
                .sorted()
                .toList();
        if (groups.size() < 2) {
            return;
        }
        List<String> largest = groups.stream()
                .sorted(Comparator.comparingInt((String group) -> -rows(measures, grouping, List.of(group)))
                        .thenComparing(group -> group))
                .limit(MOST_GROUPS)
                .sorted()
                .toList();
        line("### " + name + " by " + grouping.name().toLowerCase(Locale.ROOT)).line("");
        StringBuilder head = new StringBuilder("| | rows |");
        StringBuilder rule = new StringBuilder("|---|---:|");
        for (Measure measure : measures.keySet()) {
            head.append(' ').append(measure.words()).append(": median | mean | signed |");
            rule.append("---:|---:|---:|");
        }
        line(head.toString()).line(rule.toString());
        largest.forEach(group -> line(row(group, measures, grouping, List.of(group))));
        if (groups.size() > largest.size()) {
            List<String> others =
                    groups.stream().filter(group -> !largest.contains(group)).toList();
            line(row("(" + others.size() + " others)", measures, grouping, others));
        }
        line("");
    }

    private static int rows(Map<Measure, List<Outcome>> measures, Grouping grouping, List<String> groups) {
        return measures.values().stream()
                .mapToInt(outcomes ->
                        ErrorSummary.of(within(outcomes, grouping, groups)).count())
                .max()
                .orElse(0);
    }

    private static List<Outcome> within(List<Outcome> outcomes, Grouping grouping, List<String> groups) {
        return outcomes.stream()
                .filter(outcome -> groups.contains(grouping.of(outcome.labels())))
                .toList();
    }

    private static String row(
            String title, Map<Measure, List<Outcome>> measures, Grouping grouping, List<String> groups) {
        List<String> cells = new ArrayList<>();
        for (List<Outcome> outcomes : measures.values()) {
            ErrorSummary errors = ErrorSummary.of(within(outcomes, grouping, groups));
            cells.add(share(errors, errors.median()));
            cells.add(share(errors, errors.mean()));
            cells.add(errors.count() == 0 ? "-" : ValidationText.signed(errors.signed()));
        }
        return "| " + title + " | " + Figures.count(rows(measures, grouping, groups)) + " | "
                + String.join(" | ", cells) + " |";
    }

    private void units(String name, Validation validation) {
        List<UnitRows.UnitRow> units = UnitRows.of(validation);
        if (!units.isEmpty()) {
            line("### " + name + ": units of prefill and decode, tokens/s per GPU")
                    .line("");
            line("| phase | row | layout | measured | predicted | error | not stated, assumed |");
            line("|---|---|---|---:|---:|---:|---|");
            units.forEach(unit -> line("| " + String.join(" | ", unit.cells()) + " |"));
            line("");
            List<String> outside = units.stream()
                    .filter(UnitRows.UnitRow::outside)
                    .map(unit -> "`" + unit.id() + "`")
                    .toList();
            line(outside.size() + " of " + Figures.number(units.size(), "unit") + " further off than "
                    + Figures.percent(UnitRows.LIMIT)
                    + (outside.isEmpty() ? "." : ": " + String.join(", ", outside) + "."));
            line("");
        }
    }

    private void pureTests(String name, Validation validation) {
        List<List<String>> groups = PureTestRows.of(validation);
        if (!groups.isEmpty()) {
            line("### " + name + ": other rows that no fit uses").line("");
            line("| " + String.join(" | ", PureTestRows.COLUMNS) + " |");
            line("|---|---|---|---:|---:|---:|---:|---|");
            groups.forEach(cells -> line("| " + String.join(" | ", cells) + " |"));
            line("");
        }
    }

    private void unpredicted(String name, Validation validation) {
        if (!validation.unpredicted().isEmpty()) {
            line("### " + name + ": not predicted").line("");
            line("| rows | reason |").line("|---:|---|");
            validation
                    .unpredicted()
                    .forEach((reason, rows) -> line("| " + Figures.count(rows) + " | " + reason + " |"));
            line("");
        }
    }
}
