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
import dev.meshwright.lab.error.Validation.Starts;
import dev.meshwright.lab.error.report.ErrorReport;
import dev.meshwright.lab.error.report.GroupedErrors;
import dev.meshwright.lab.error.report.LeftOut;
import dev.meshwright.lab.error.report.UnitError;
import dev.meshwright.lab.error.report.ValidationAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Predictions against measurements, for people. */
public final class ValidationText {

    /** Reasons that are shown. */
    private static final int MOST_REASONS = 16;

    private final Page page;
    private final ErrorReport report;

    private ValidationText(ErrorReport report, Style style) {
        this.page = new Page(style);
        this.report = report;
    }

    /**
     * The text of all files, and how many constants stand behind predictions.
     *
     * @param groupings what to break errors down by
     */
    public static String of(ValidationAnswer answer, List<Grouping> groupings, Style style) {
        StringBuilder text = new StringBuilder();
        answer.reports().forEach((name, report) -> text.append(text.isEmpty() ? "" : "\n")
                .append(of(name, report, groupings, style)));
        answer.leftOut().ifPresent(left -> text.append(leftOut(left, style)));
        return text.append(constants(answer.fittedConstants(), answer.notes(), style))
                .toString();
    }

    private static String of(String source, ErrorReport report, List<Grouping> groupings, Style style) {
        ValidationText text = new ValidationText(report, style);
        text.headline(source);
        text.unpredicted();
        if (report.predicted() > 0) {
            text.overall();
            text.regret();
            text.starts();
            groupings.forEach(text::groups);
            text.units();
            text.pureTests();
            report.measures().forEach(errors -> WorstRowsText.add(text.page, errors.measure(), errors.worst()));
        }
        return text.page.toString();
    }

    private static String leftOut(LeftOut left, Style style) {
        Page page = new Page(style);
        page.heading("Campaigns left out: each predicted by constants that were fitted without it");
        page.paragraph("  ", ErrorWords.headline(left));
        Table table = new Table(
                "  ", "campaign", ">rows", ">TTFT: median", ">mean", ">signed", ">TPOT: median", ">mean", ">signed");
        left.campaigns()
                .forEach(campaign -> table.row(ErrorWords.cells(campaign).toArray(String[]::new)));
        page.lines(table.lines());
        return "\n" + page;
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
        int rows = report.rows();
        page.line(page.style()
                .strong(source + ": " + Figures.count(rows) + " "
                        + report.kind() + ", "
                        + (report.predicted() == rows ? "all" : Figures.count(report.predicted()))
                        + " predicted"));
    }

    private void unpredicted() {
        if (!report.unpredicted().isEmpty()) {
            page.heading("Not predicted");
            Table table = new Table("  ", ">rows", "reason");
            report.unpredicted().entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .limit(MOST_REASONS)
                    .forEach(entry -> table.row(Figures.count(entry.getValue()), entry.getKey()));
            page.lines(table.lines());
        }
    }

    private void overall() {
        page.heading("Absolute error of predictions, relative to what was measured");
        Table table = new Table("  ", "", ">rows", ">median", ">mean", ">signed median");
        report.measures().forEach(errors -> errors.phases().forEach((phase, halves) -> {
            String measure = errors.measure().words();
            row(table, errors.phases().size() > 1 ? phase + ", " + measure : measure, halves.together());
            for (Half half : Half.values()) {
                row(table, "  " + half.words(), halves.of(half));
            }
        }));
        page.lines(table.lines());
        within();
        page.paragraph(
                "  ",
                "Fits used rows of serving and training alone, and of files that come with a list of those. Signed: + is too large.");
    }

    /** Whether a model fits is right or wrong: of memory at the start of engines the far rows count, not the middle one. */
    private void within() {
        List<String> shares = report.measures().stream()
                .filter(errors ->
                        errors.measure().ofStarts() && errors.all().together().count() > 0)
                .map(errors -> errors.measure().words() + " "
                        + ErrorWords.within(errors.all().together().within()))
                .toList();
        if (!shares.isEmpty()) {
            page.paragraph("  ", "Rows within 3 / 10 / 20 %: " + String.join("; ", shares) + ".");
        }
    }

    private static void row(Table table, String name, ErrorSummary errors) {
        if (errors.count() > 0) {
            table.row(
                    name,
                    Figures.count(errors.count()),
                    Figures.percent(errors.median()),
                    Figures.percent(errors.mean()),
                    ErrorWords.signed(errors.signed()));
        }
    }

    private void regret() {
        Regret regret = report.regret();
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
        Starts starts = report.starts();
        if (starts.known() > 0) {
            page.heading("Whether engines start");
            page.paragraph(
                    "  ",
                    Figures.count(starts.right()) + " of " + Figures.count(starts.known()) + " as they went"
                            + (starts.wrong().isEmpty() ? "." : "; not: " + String.join(", ", starts.wrong()) + "."));
        }
    }

    private void groups(Grouping grouping) {
        GroupedErrors errors = Objects.requireNonNull(report.byGroup().get(grouping));
        if (!errors.several()) {
            return;
        }
        String word = grouping.name().toLowerCase(Locale.ROOT);
        List<String> columns = new ArrayList<>(List.of(word, ">rows"));
        for (Measure measure : errors.measures()) {
            columns.add(">" + initials(measure) + ": median");
            columns.add(">mean");
            columns.add(">signed");
        }
        page.heading("By " + word);
        Table table = new Table("  ", columns.toArray(String[]::new));
        errors.rows().forEach(group -> table.row(ErrorWords.cells(group).toArray(String[]::new)));
        page.lines(table.lines());
    }

    /** Units of prefill and decode that are far off, with what their rows leave open. */
    private void units() {
        List<UnitError> units = report.units();
        if (!units.isEmpty()) {
            List<UnitError> outside = units.stream().filter(UnitError::outside).toList();
            page.heading("Prefill and decode: " + outside.size() + " of " + Figures.number(units.size(), "unit")
                    + " further off than " + Figures.percent(UnitError.LIMIT));
            Table table = new Table(
                    "  ", "phase", "row", "layout", ">measured", ">predicted", ">error", "not stated, assumed");
            outside.forEach(unit -> table.row(ErrorWords.cells(unit).toArray(String[]::new)));
            page.lines(table.lines());
        }
    }

    private void pureTests() {
        if (!report.pureTests().isEmpty()) {
            page.heading("Other rows that no fit uses");
            Table table =
                    new Table("  ", "", "engine", "GPU", ">rows", ">median", ">mean", ">signed", "not stated, assumed");
            report.pureTests().forEach(rows -> table.row(ErrorWords.cells(rows).toArray(String[]::new)));
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
}
