package dev.meshwright.lab.error;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.cost.uncertainty.PredictionIntervals;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.PredictedRow;
import dev.meshwright.lab.row.RowLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How far predictions of each kind are off: quantiles of ln(predicted / measured) over the rows that no fit has seen, by
 * phase and measure. For choices between layouts of one question the errors that both share cancel, so the residual of
 * the ratio of two rows is kept as well.
 */
public final class Residuals {

    /** Fewer rows say nothing about quantiles. */
    private static final int FEWEST = 10;

    /** Predictions that differ by more than this share are no rivals. */
    private static final double RIVALS = 0.25;

    private static final double LOW = 0.1;
    private static final double HIGH = 0.9;

    private final Map<String, List<Double>> ratios = new TreeMap<>();
    private final Map<String, List<Double>> pairs = new TreeMap<>();

    /** Adds the residuals of the held-out rows of {@code validation}. */
    public void add(Validation validation) {
        Map<String, List<PredictedRow>> questions = new LinkedHashMap<>();
        for (PredictedRow row : validation.rows()) {
            if (!row.prediction().predicted() || row.prediction().outcomes().isEmpty()) {
                continue;
            }
            RowLabels labels = row.prediction().outcomes().getFirst().labels();
            if (Half.of(labels) == Half.HELD_OUT) {
                add(labels, row);
                row.row().source().question().ifPresent(question -> questions
                        .computeIfAbsent(labels.phase().words() + " | " + question, unused -> new ArrayList<>())
                        .add(row));
            }
        }
        questions.values().forEach(this::addPairs);
    }

    private void add(RowLabels labels, PredictedRow row) {
        boolean throughputMeasured = false;
        for (Outcome outcome : row.prediction().outcomes()) {
            ratios.computeIfAbsent(
                            PredictionIntervals.key(labels.phase(), outcome.measure()), unused -> new ArrayList<>())
                    .add(Math.log(outcome.predicted().orElseThrow() / outcome.measured()));
            throughputMeasured |= outcome.measure() == Measure.THROUGHPUT;
            if (outcome.measure() == Measure.THROUGHPUT && labels.phase() == Phase.DECODE) {
                // With the sequences in flight given, a token takes as much longer as fewer of them come.
                ratios.computeIfAbsent(
                                PredictionIntervals.key(labels.phase(), Measure.TIME_PER_OUTPUT_TOKEN),
                                unused -> new ArrayList<>())
                        .add(-Math.log(outcome.predicted().orElseThrow() / outcome.measured()));
            }
        }
        if (!throughputMeasured) {
            row.throughputResidual().ifPresent(residual -> ratios.computeIfAbsent(
                            PredictionIntervals.key(labels.phase(), Measure.THROUGHPUT), unused -> new ArrayList<>())
                    .add(residual));
        }
    }

    private void addPairs(List<PredictedRow> question) {
        for (int first = 0; first < question.size(); first++) {
            RowLabels one = labels(question.get(first));
            OptionalDouble residual = question.get(first).throughputResidual();
            for (int second = first + 1; second < question.size() && residual.isPresent(); second++) {
                OptionalDouble other = question.get(second).throughputResidual();
                if (other.isPresent()
                        && !labels(question.get(second)).layout().equals(one.layout())
                        && near(question.get(first), question.get(second))) {
                    pairs.computeIfAbsent(one.phase().words(), unused -> new ArrayList<>())
                            .add(Math.abs(residual.getAsDouble() - other.getAsDouble()));
                }
            }
        }
    }

    /** Whether a planner would hesitate between two rows: their predicted throughput is about the same. */
    private static boolean near(PredictedRow first, PredictedRow second) {
        OptionalDouble one = first.predictedThroughput();
        OptionalDouble other = second.predictedThroughput();
        return one.isPresent()
                && other.isPresent()
                && Math.abs(Math.log(one.getAsDouble() / other.getAsDouble())) < RIVALS;
    }

    private static RowLabels labels(PredictedRow row) {
        return row.prediction().outcomes().getFirst().labels();
    }

    /** The data file that {@link PredictionIntervals} reads: comments, then one line for each number. */
    public String properties() {
        StringBuilder text = new StringBuilder(HEAD);
        ratios.forEach((key, values) -> {
            if (values.size() >= FEWEST) {
                double[] sorted = sorted(values);
                line(text, key + ".rows", Integer.toString(sorted.length));
                line(text, key + ".low", number(quantile(sorted, LOW)));
                line(text, key + ".high", number(quantile(sorted, HIGH)));
            }
        });
        pairs.forEach((phase, values) -> {
            if (values.size() >= FEWEST) {
                double[] sorted = sorted(values);
                line(text, phase + ".pairs.rows", Integer.toString(sorted.length));
                line(text, phase + ".pairs.spread", number(quantile(sorted, HIGH - LOW)));
            }
        });
        return text.toString();
    }

    private static final String HEAD = """
            # How far predictions are off, by phase and measure. Written by `meshwright validate ... --write-accuracy`.
            #
            # Source: measured rows that no fit of constants has seen (odd SHA-256 of the row's id; all rows of phases
            # other than serving and training, which no fit uses).
            # low, high: 10th and 90th percentile of ln(predicted / measured); rows: how many.
            # pairs.spread: 80th percentile of |ln(predicted ratio / measured ratio)| of the throughput of two layouts that
            #               answer the same question and are predicted within 25 % of each other; pairs.rows: how many.

            """;

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(" = ").append(value).append('\n');
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static double[] sorted(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /** The quantile between neighbours, linearly. */
    static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
