package dev.meshwright.answer.text.accuracy;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.Grouping;
import dev.meshwright.lab.error.Half;
import dev.meshwright.lab.error.Regret;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.error.ValidationAnswer;
import dev.meshwright.lab.error.WorstRow;
import dev.meshwright.lab.row.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Predictions against measurements, for people. */
public final class ValidationText {

    /** Rows of a table; the rest is summed up. */
    private static final int MOST_GROUPS = 16;

    private final Page page;
    private final Validation validation;

    private ValidationText(Validation validation, Style style) {
        this.page = new Page(style);
        this.validation = validation;
    }

    /**
     * The text of all files, and how many constants stand behind predictions.
     *
     * @param groupings what to break errors down by
     * @param worst how many of the worst predictions of each measure
     */
    public static String of(ValidationAnswer answer, List<Grouping> groupings, int worst, Style style) {
        StringBuilder text = new StringBuilder();
        answer.files().forEach((name, validation) -> text.append(text.isEmpty() ? "" : "\n")
                .append(of(name, validation, groupings, worst, style)));
        return text.append(constants(answer.fittedConstants(), answer.notes(), style))
                .toString();
    }

    private static String of(String source, Validation validation, List<Grouping> groupings, int worst, Style style) {
        ValidationText text = new ValidationText(validation, style);
        text.headline(source);
        text.unpredicted();
        if (validation.predicted() > 0) {
            text.overall();
            text.regret();
            text.starts();
            groupings.forEach(text::groups);
            text.units();
            text.pureTests();
            validation
                    .byMeasure()
                    .forEach(
                            (measure, outcomes) -> WorstRowsText.add(text.page, measure, WorstRow.of(outcomes, worst)));
        }
        return text.page.toString();
    }

    /** How many constants stand behind predictions, and notes on them. */
    private static String constants(Map<String, Integer> constants, List<String> notes, Style style) {
        Page page = new Page(style);
        page.heading("Fitted constants");
        constants.forEach((where, number) -> page.line("  " + Figures.count(number) + "  " + where));
        notes.forEach(note -> page.paragraph("  ", note));
        return page.toString();
    }

    private void headline(String source) {
        int rows = validation.rows().size();
        page.line(page.style()
                .strong(source + ": " + Figures.count(rows) + " "
                        + validation.kind().name() + ", "
                        + (validation.predicted() == rows ? "all" : Figures.count(validation.predicted()))
                        + " predicted"));
    }

    private void unpredicted() {
        if (!validation.unpredicted().isEmpty()) {
            page.heading("Not predicted");
            Table table = new Table("  ", ">rows", "reason");
            validation.unpredicted().entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .limit(MOST_GROUPS)
                    .forEach(entry -> table.row(Figures.count(entry.getValue()), entry.getKey()));
            page.lines(table.lines());
        }
    }

    private void overall() {
        page.heading("Absolute error of predictions, relative to what was measured");
        Table table = new Table("  ", "", ">rows", ">median", ">mean", ">signed median");
        validation.byMeasure().forEach((measure, outcomes) -> {
            Map<String, List<Outcome>> phases = Grouping.PHASE.split(outcomes);
            phases.forEach((phase, those) -> {
                row(table, phases.size() > 1 ? phase + ", " + measure.words() : measure.words(), those);
                for (Half half : Half.values()) {
                    row(table, "  " + half.words(), Validation.half(those, half));
                }
            });
        });
        page.lines(table.lines());
        page.paragraph(
                "  ",
                "A row is of the half that fits used if the SHA-256 of its id is even; fits use serving and training alone."
                        + " Signed: + is too large.");
    }

    private static void row(Table table, String name, List<Outcome> outcomes) {
        ErrorSummary errors = ErrorSummary.of(outcomes);
        if (errors.count() > 0) {
            table.row(
                    name,
                    Figures.count(errors.count()),
                    Figures.percent(errors.median()),
                    Figures.percent(errors.mean()),
                    signed(errors.signed()));
        }
    }

    private void regret() {
        Regret regret = validation.regret();
        if (regret.choices() > 0) {
            page.heading("Regret of choosing layouts by these predictions");
            page.paragraph(
                    "  ",
                    Figures.count(regret.choices())
                            + " choices (same model, GPU, precision, engine and lengths; floors of 15, 30 and 60"
                            + " tokens/s per user): tokens/s per GPU " + Figures.percent(regret.mean())
                            + " below the best measured on average, 90 % of the choices within "
                            + Figures.percent(regret.ninetieth()) + "; " + Figures.percent(regret.exact())
                            + " are the best one.");
        }
    }

    private void starts() {
        Validation.Starts starts = validation.starts();
        if (starts.known() > 0) {
            page.heading("Whether engines start");
            page.paragraph(
                    "  ",
                    Figures.count(starts.right()) + " of " + Figures.count(starts.known()) + " as they went"
                            + (starts.wrong().isEmpty() ? "." : "; not: " + String.join(", ", starts.wrong()) + "."));
        }
    }

    private void groups(Grouping grouping) {
        Map<Measure, Map<String, List<Outcome>>> split = new LinkedHashMap<>();
        validation.byMeasure().forEach((measure, outcomes) -> split.put(measure, grouping.split(outcomes)));
        List<String> names = split.values().stream()
                .flatMap(groups -> groups.keySet().stream())
                .distinct()
                .toList();
        if (names.size() < 2) {
            return;
        }
        List<String> columns = new ArrayList<>(List.of(grouping.name().toLowerCase(Locale.ROOT), ">rows"));
        for (Measure measure : split.keySet()) {
            columns.add(">" + initials(measure) + ": median");
            columns.add(">mean");
            columns.add(">signed");
        }
        page.heading("By " + grouping.name().toLowerCase(Locale.ROOT));
        Table table = new Table("  ", columns.toArray(String[]::new));
        List<String> largest = names.stream()
                .sorted(Comparator.comparingInt((String name) -> -size(split, name))
                        .thenComparing(name -> name))
                .limit(MOST_GROUPS)
                .toList();
        largest.stream().sorted().forEach(name -> group(table, name, split, List.of(name)));
        if (names.size() > largest.size()) {
            List<String> others =
                    names.stream().filter(name -> !largest.contains(name)).toList();
            group(table, "(" + others.size() + " others)", split, others);
        }
        page.lines(table.lines());
    }

    private static int size(Map<Measure, Map<String, List<Outcome>>> split, String name) {
        return split.values().stream()
                .mapToInt(groups -> groups.getOrDefault(name, List.of()).size())
                .max()
                .orElse(0);
    }

    private static void group(
            Table table, String title, Map<Measure, Map<String, List<Outcome>>> split, List<String> names) {
        List<String> cells = new ArrayList<>(List.of(title, ""));
        int rows = 0;
        for (Map<String, List<Outcome>> groups : split.values()) {
            List<Outcome> outcomes = names.stream()
                    .flatMap(name -> groups.getOrDefault(name, List.of()).stream())
                    .toList();
            ErrorSummary errors = ErrorSummary.of(outcomes);
            rows = Math.max(rows, outcomes.size());
            boolean none = errors.count() == 0;
            cells.add(none ? "-" : Figures.percent(errors.median()));
            cells.add(none ? "-" : Figures.percent(errors.mean()));
            cells.add(none ? "-" : signed(errors.signed()));
        }
        cells.set(1, Figures.count(rows));
        table.row(cells.toArray(String[]::new));
    }

    /** Units of prefill and decode that are far off, with what their rows leave open. */
    private void units() {
        List<UnitRows.UnitRow> units = UnitRows.of(validation);
        if (!units.isEmpty()) {
            List<UnitRows.UnitRow> outside =
                    units.stream().filter(UnitRows.UnitRow::outside).toList();
            page.heading("Prefill and decode: " + outside.size() + " of " + Figures.number(units.size(), "unit")
                    + " further off than " + Figures.percent(UnitRows.LIMIT));
            Table table = new Table(
                    "  ", "phase", "row", "layout", ">measured", ">predicted", ">error", "not stated, assumed");
            outside.forEach(unit -> table.row(unit.cells().toArray(String[]::new)));
            page.lines(table.lines());
        }
    }

    private void pureTests() {
        List<List<String>> groups = PureTestRows.of(validation);
        if (!groups.isEmpty()) {
            page.heading("Other rows that no fit uses");
            Table table =
                    new Table("  ", "", "engine", "GPU", ">rows", ">median", ">mean", ">signed", "not stated, assumed");
            groups.forEach(cells -> table.row(cells.toArray(String[]::new)));
            page.lines(table.lines());
        }
    }

    /** A measure in the head of a column. */
    private static String initials(Measure measure) {
        return switch (measure) {
            case TIME_TO_FIRST_TOKEN -> "TTFT";
            case TIME_PER_OUTPUT_TOKEN -> "TPOT";
            default -> measure.words();
        };
    }

    static String amount(Measure measure, double value) {
        return switch (measure) {
            case TIME_TO_FIRST_TOKEN, TIME_PER_OUTPUT_TOKEN, STEP_TIME, LAYER_TIME -> Figures.seconds(value);
            case THROUGHPUT -> Figures.tokensPerSecond(value);
            case MEMORY -> Figures.bytes(value);
            case WEIGHTS, CACHE_ROOM -> Figures.capacity(value);
            case CACHE_TOKENS -> Figures.count(value);
        };
    }

    static String signed(double fraction) {
        return Math.abs(fraction) < 0.0005
                ? "0.0 %"
                : (fraction > 0 ? "+" : "") + Figures.decimals(100 * fraction, 1) + " %";
    }
}
