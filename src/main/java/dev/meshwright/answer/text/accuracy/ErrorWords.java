package dev.meshwright.answer.text.accuracy;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.report.GroupedErrors;
import dev.meshwright.lab.error.report.LeftOut;
import dev.meshwright.lab.error.report.PureTestErrors;
import dev.meshwright.lab.error.report.UnitError;
import dev.meshwright.lab.row.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Cells of tables of errors, the same in texts and in Markdown. */
final class ErrorWords {

    private ErrorWords() {}

    /** An error with its sign. */
    static String signed(double fraction) {
        return Math.abs(fraction) < 0.0005
                ? "0.0 %"
                : (fraction > 0 ? "+" : "") + Figures.decimals(100 * fraction, 1) + " %";
    }

    /** A figure of a measure with its unit. */
    static String amount(Measure measure, double value) {
        return switch (measure) {
            case TIME_TO_FIRST_TOKEN, TIME_PER_OUTPUT_TOKEN, STEP_TIME, LAYER_TIME -> Figures.seconds(value);
            case THROUGHPUT -> Figures.tokensPerSecond(value);
            case MEMORY -> Figures.bytes(value);
            case WEIGHTS, CACHE_ROOM -> Figures.capacity(value);
            case CACHE_TOKENS -> Figures.count(value);
            case SPEED_UP -> Figures.decimals(value, 2);
        };
    }

    /** A dash where nothing is predicted. */
    static String median(ErrorSummary errors) {
        return errors.count() == 0 ? "-" : Figures.percent(errors.median());
    }

    /** A dash where nothing is predicted. */
    static String mean(ErrorSummary errors) {
        return errors.count() == 0 ? "-" : Figures.percent(errors.mean());
    }

    /** Shares of rows within 3, 10 and 20 %. */
    static String within(ErrorSummary.Within within) {
        return Figures.percent(within.three()) + " / " + Figures.percent(within.ten()) + " / "
                + Figures.percent(within.twenty());
    }

    /** Name, rows, and median, mean and signed median of each measure. */
    static List<String> cells(GroupedErrors.Row group) {
        List<String> cells = new ArrayList<>();
        cells.add(group.others() ? "(" + group.groups() + " others)" : group.name());
        cells.add(Figures.count(group.rows()));
        group.errors().values().forEach(errors -> {
            cells.add(median(errors));
            cells.add(mean(errors));
            cells.add(errors.count() == 0 ? "-" : signed(errors.signed()));
        });
        return cells;
    }

    /** Phase, id, layout, measured, predicted, error with its sign, what had to be assumed. */
    static List<String> cells(UnitError unit) {
        Outcome outcome = unit.outcome();
        return List.of(
                outcome.labels().phase().words(),
                outcome.labels().id(),
                outcome.labels().layout(),
                amount(outcome.measure(), outcome.measured()),
                amount(outcome.measure(), outcome.predicted().orElseThrow()),
                signed(unit.error()),
                joined(", ", unit.assumed()));
    }

    /** What was measured, with what, on what, rows, median, mean, signed median, what had to be assumed. */
    static List<String> cells(PureTestErrors rows) {
        ErrorSummary errors = rows.errors();
        return List.of(
                rows.kind().words(),
                rows.kind().engine(),
                rows.kind().gpu(),
                Figures.count(errors.count()),
                Figures.percent(errors.median()),
                Figures.percent(errors.mean()),
                signed(errors.signed()),
                joined("; ", rows.assumed()));
    }

    /** What the errors of campaigns that were left out come to. */
    static String headline(LeftOut left) {
        return "Median over " + Figures.count(left.campaigns().size())
                + " campaigns of their median errors: time to first token "
                + Figures.percent(left.medianOfMedians(LeftOut.Campaign::firstToken)) + ", time per output token "
                + Figures.percent(left.medianOfMedians(LeftOut.Campaign::perToken)) + ". The fit to all of them uses "
                + Figures.number(left.used(), "row") + ".";
    }

    /** Name, rows, and median, mean and signed median of both times. */
    static List<String> cells(LeftOut.Campaign campaign) {
        List<String> cells = new ArrayList<>(List.of(campaign.name(), Figures.count(campaign.rows())));
        for (ErrorSummary errors : List.of(campaign.firstToken(), campaign.perToken())) {
            cells.add(median(errors));
            cells.add(mean(errors));
            cells.add(errors.count() == 0 ? "-" : signed(errors.signed()));
        }
        return cells;
    }

    private static String joined(String between, List<String> assumed) {
        return assumed.isEmpty() ? "-" : String.join(between, assumed);
    }
}
