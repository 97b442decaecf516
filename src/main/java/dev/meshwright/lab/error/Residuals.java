package dev.meshwright.lab.error;

import dev.meshwright.cost.uncertainty.Circumstances;
import dev.meshwright.cost.uncertainty.LoadBand;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.MeasuredRange;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.cost.uncertainty.PredictionIntervals;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.PredictedRow;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.RowValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

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

    /** The same of served rows by the constants in use, which no fold has. */
    private final Map<String, List<Double>> inUse = new TreeMap<>();

    private final Map<String, List<Double>> pairs = new TreeMap<>();
    private final List<Circumstances> measured = new ArrayList<>();
    private final List<PredictedRow> elsewhere = new ArrayList<>();
    private final Function<PredictedRow, Optional<String>> family;

    /**
     * Residuals of rows on GPUs of some family.
     *
     * @param family of a row's GPU; empty where it is unknown
     */
    public Residuals(Function<PredictedRow, Optional<String>> family) {
        this.family = family;
    }

    /** Adds the residuals of the rows of {@code validation} that no fit used. */
    public void add(Validation validation) {
        add(validation, row -> Half.of(labels(row)) == Half.HELD_OUT);
    }

    /** Adds the residuals of all serving rows of {@code validation}, which are predicted without their campaign, and as above of others. */
    public void addLeftOut(Validation validation) {
        add(validation, row -> row.row() instanceof MeasuredRow.Served || Half.of(labels(row)) == Half.HELD_OUT);
    }

    /** Adds the residuals of the serving rows of {@code validation} by the constants in use: an interval covers these, too. */
    public void addInUse(Validation validation) {
        for (PredictedRow row : predicted(validation)) {
            circumstances(row).ifPresent(circumstances -> residuals(row).forEach((measure, residual) -> {
                put(inUse, PredictionIntervals.key(labels(row).phase(), measure), residual);
                put(inUse, PredictionIntervals.key(LoadBand.of(circumstances.inFlight()), measure), residual);
            }));
        }
    }

    /** Adds rows of serving of which no fit used any, for what lies outside of what the others measured. */
    public void addElsewhere(Validation validation) {
        elsewhere.addAll(predicted(validation));
    }

    private static List<PredictedRow> predicted(Validation validation) {
        return validation.rows().stream()
                .filter(row -> row.prediction().predicted()
                        && !row.prediction().outcomes().isEmpty())
                .toList();
    }

    private void add(Validation validation, Predicate<PredictedRow> unseen) {
        Map<String, List<PredictedRow>> questions = new LinkedHashMap<>();
        for (PredictedRow row : predicted(validation)) {
            if (unseen.test(row)) {
                RowLabels labels = labels(row);
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
            double residual = Math.log(outcome.predicted().orElseThrow() / outcome.measured());
            put(PredictionIntervals.key(labels.phase(), outcome.measure()), residual);
            throughputMeasured |= outcome.measure() == Measure.THROUGHPUT;
            if (outcome.measure() == Measure.THROUGHPUT && labels.phase() == Phase.DECODE) {
                // With the sequences in flight given, a token takes as much longer as fewer of them come.
                put(PredictionIntervals.key(labels.phase(), Measure.TIME_PER_OUTPUT_TOKEN), -residual);
            }
        }
        if (!throughputMeasured) {
            row.throughputResidual()
                    .ifPresent(residual -> put(PredictionIntervals.key(labels.phase(), Measure.THROUGHPUT), residual));
        }
        circumstances(row).ifPresent(circumstances -> {
            measured.add(circumstances);
            LoadBand band = LoadBand.of(circumstances.inFlight());
            residuals(row).forEach((measure, residual) -> put(PredictionIntervals.key(band, measure), residual));
        });
    }

    private void put(String key, double residual) {
        put(ratios, key, residual);
    }

    private static void put(Map<String, List<Double>> kinds, String key, double residual) {
        kinds.computeIfAbsent(key, unused -> new ArrayList<>()).add(residual);
    }

    /** ln(predicted / measured) of both times of a served row, and of its throughput. */
    private static Map<Measure, Double> residuals(PredictedRow row) {
        Map<Measure, Double> residuals = new EnumMap<>(Measure.class);
        row.throughputResidual().ifPresent(residual -> residuals.put(Measure.THROUGHPUT, residual));
        row.prediction()
                .outcomes()
                .forEach(outcome -> residuals.put(
                        outcome.measure(), Math.log(outcome.predicted().orElseThrow() / outcome.measured())));
        return residuals;
    }

    /** Under what a row was measured; empty unless it was serving on a known GPU. */
    private Optional<Circumstances> circumstances(PredictedRow row) {
        if (!(row.row() instanceof MeasuredRow.Served served) || served.load().sequences() <= 0) {
            return Optional.empty();
        }
        Optional<String> known = family.apply(row);
        return known.map(name -> new Circumstances(
                served.load().gpus(),
                served.load().sequences(),
                RowValues.numberOrNone(served.source().cells(), "isl").orElse(0),
                served.load().tokensAfterFirst() + 1,
                new TreeSet<>(Set.of(name))));
    }

    /** Residuals of rows that lie outside of the range of the others. */
    private void sortElsewhere(MeasuredRange range) {
        for (PredictedRow row : elsewhere) {
            circumstances(row).filter(there -> !range.outside(there).isEmpty()).ifPresent(there -> residuals(row)
                    .forEach((measure, residual) -> put(PredictionIntervals.elsewhereKey(measure), residual)));
        }
        elsewhere.clear();
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
        if (!measured.isEmpty()) {
            MeasuredRange range = MeasuredRange.of(measured);
            sortElsewhere(range);
            range.lines().forEach((key, value) -> line(text, key, Integer.toString(value)));
        }
        ratios.forEach((key, values) -> {
            if (values.size() >= FEWEST) {
                double[] sorted = sorted(values);
                double[] used = sorted(inUse.getOrDefault(key, values));
                line(text, key + ".rows", Integer.toString(sorted.length));
                line(text, key + ".low", number(Math.min(quantile(sorted, LOW), quantile(used, LOW))));
                line(text, key + ".high", number(Math.max(quantile(sorted, HIGH), quantile(used, HIGH))));
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
            # Source: serving: rows predicted by constants that were fitted without their campaign (model, GPU, engine, harness;
            # --leave-out campaign), all together and by requests in flight (to8, to32, to128, more); elsewhere: rows of files
            # that no fit uses, outside of the range that is stated. Others: rows that no fit has seen.
            # low, high: 10th and 90th percentile of ln(predicted / measured), of serving the outer ones of these rows and of the
            #            same rows by the constants in use; rows: how many.
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
