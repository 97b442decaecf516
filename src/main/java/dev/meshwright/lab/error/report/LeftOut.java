package dev.meshwright.lab.error.report;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.PredictedRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How far predictions of serving lie from campaigns that their constants have not seen: each is predicted by constants that were
 * fitted without it.
 *
 * @param used rows that the fit to all campaigns uses
 * @param files rows of each file, predicted so
 * @param campaigns errors of each, by name
 */
public record LeftOut(int used, Map<String, Validation> files, List<Campaign> campaigns) {

    /**
     * Errors of a campaign.
     *
     * @param name model, GPU, engine, harness
     * @param rows of it
     * @param firstToken errors of the time to the first token
     * @param perToken errors of the time per output token
     */
    public record Campaign(String name, int rows, ErrorSummary firstToken, ErrorSummary perToken) {}

    public LeftOut {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        campaigns = List.copyOf(campaigns);
    }

    /** Sums up {@code files}. */
    public static LeftOut of(int used, Map<String, Validation> files) {
        Map<String, List<PredictedRow>> rows = new TreeMap<>();
        for (Validation validation : files.values()) {
            for (PredictedRow row : validation.rows()) {
                if (row.row() instanceof MeasuredRow.Served served
                        && row.prediction().predicted()) {
                    rows.computeIfAbsent(served.campaign(), unused -> new ArrayList<>())
                            .add(row);
                }
            }
        }
        List<Campaign> campaigns = new ArrayList<>();
        rows.forEach((name, those) -> campaigns.add(new Campaign(
                name,
                those.size(),
                errors(those, Measure.TIME_TO_FIRST_TOKEN),
                errors(those, Measure.TIME_PER_OUTPUT_TOKEN))));
        return new LeftOut(used, files, campaigns);
    }

    private static ErrorSummary errors(List<PredictedRow> rows, Measure measure) {
        List<Outcome> outcomes = rows.stream()
                .flatMap(row -> row.prediction().outcomes().stream())
                .filter(outcome -> outcome.measure() == measure)
                .toList();
        return ErrorSummary.of(outcomes);
    }

    /** Median over the campaigns of their median errors, of the time that {@code errors} takes. */
    public double medianOfMedians(Function<Campaign, ErrorSummary> errors) {
        return ErrorSummary.of(campaigns.stream()
                        .map(errors)
                        .filter(summary -> summary.count() > 0)
                        .mapToDouble(ErrorSummary::median)
                        .toArray())
                .median();
    }
}
