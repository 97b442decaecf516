package dev.meshwright.lab.bench;

import dev.meshwright.lab.bench.BenchRow.Placement;
import dev.meshwright.placement.experts.planner.PlacementPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a case requires of our rows, compared with what was measured: upper limits on mean and worst profile of busiest over
 * mean, milliseconds, nodes per token, percent of slots moved, part above the optimum; {@code fewerNodesThanEplb} is a lower
 * limit on the part saved.
 */
final class Requirements {

    private static final double PERCENT = 100;
    private static final String MEAN = "meanMaxOverMean";
    private static final String NODES = "nodesPerToken";

    private Requirements() {}

    /** The rows, ours with what they miss. */
    static List<Placement> judged(Map<String, Double> require, List<Placement> rows) {
        return rows.stream()
                .map(row -> row.algorithm().equals(PlacementPolicies.OURS)
                        ? row.withMissed(missed(require, row, rows))
                        : row)
                .toList();
    }

    private static List<String> missed(Map<String, Double> require, Placement ours, List<Placement> rows) {
        List<String> missed = new ArrayList<>();
        for (Map.Entry<String, Double> limit : require.entrySet()) {
            double actual =
                    switch (limit.getKey()) {
                        case "mean" -> of(ours, MEAN);
                        case "worst" -> of(ours, "worstProfile");
                        case "milliseconds" -> of(ours, "milliseconds");
                        case NODES -> of(ours, NODES);
                        case "movedPercent" -> of(ours, "movedFraction") * PERCENT;
                        case "aboveOptimum" -> of(ours, MEAN) / of(rows, PlacementPolicies.OPTIMUM, MEAN) - 1;
                        default -> of(ours, NODES) / of(rows, "eplb-style", NODES) - 1;
                    };
            // A saving is a negative change: at least so much is required.
            double most = limit.getKey().equals("fewerNodesThanEplb") ? -limit.getValue() : limit.getValue();
            if (actual > most) {
                missed.add(String.format(Locale.ROOT, "%s %.5g > %.5g", limit.getKey(), actual, most));
            }
        }
        if (of(ours, "feasible") == 0) {
            missed.add("rules broken");
        }
        return missed;
    }

    /** NaN, which misses nothing, where the row has no such figure. */
    private static double of(Placement row, String metric) {
        return row.value(metric).orElse(Double.NaN);
    }

    private static double of(List<Placement> rows, String algorithm, String metric) {
        return rows.stream()
                .filter(row -> row.algorithm().equals(algorithm))
                .mapToDouble(row -> of(row, metric))
                .findFirst()
                .orElse(Double.NaN);
    }
}
