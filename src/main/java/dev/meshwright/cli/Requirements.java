package dev.meshwright.cli;

import dev.meshwright.answer.text.BenchText.Row;
import dev.meshwright.io.measured.BenchFiles.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a case requires of our rows, compared with what was measured. */
final class Requirements {

    private static final double PERCENT = 100;

    private Requirements() {}

    /** The rows, ours with what they miss. */
    static List<Row> judged(Case one, List<Row> rows) {
        return rows.stream()
                .map(row ->
                        row.algorithm().equals(PlacementBenchRun.OURS) ? row.withMissed(missed(one, row, rows)) : row)
                .toList();
    }

    private static List<String> missed(Case one, Row ours, List<Row> rows) {
        List<String> missed = new ArrayList<>();
        for (Map.Entry<String, Double> limit : one.require().entrySet()) {
            double actual =
                    switch (limit.getKey()) {
                        case "mean" -> ours.mean();
                        case "worst" -> ours.worst();
                        case "milliseconds" -> ours.milliseconds();
                        case "nodesPerToken" -> ours.nodesPerToken();
                        case "movedPercent" -> ours.moved() * PERCENT;
                        case "aboveOptimum" -> ours.mean() / mean(rows, PlacementBenchRun.OPTIMUM) - 1;
                        default -> ours.nodesPerToken() / nodes(rows, "eplb-style") - 1;
                    };
            // A saving is a negative change: at least so much is required.
            double most = limit.getKey().equals("fewerNodesThanEplb") ? -limit.getValue() : limit.getValue();
            if (actual > most) {
                missed.add(String.format(Locale.ROOT, "%s %.5g > %.5g", limit.getKey(), actual, most));
            }
        }
        if (!ours.feasible()) {
            missed.add("rules broken");
        }
        return missed;
    }

    private static double mean(List<Row> rows, String algorithm) {
        return rows.stream()
                .filter(row -> row.algorithm().equals(algorithm))
                .mapToDouble(Row::mean)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static double nodes(List<Row> rows, String algorithm) {
        return rows.stream()
                .filter(row -> row.algorithm().equals(algorithm))
                .mapToDouble(Row::nodesPerToken)
                .findFirst()
                .orElse(Double.NaN);
    }
}
