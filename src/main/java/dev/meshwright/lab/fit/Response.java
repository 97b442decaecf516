package dev.meshwright.lab.fit;

import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.Calibration.Factor;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.PredictionIntervals;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;

/**
 * How measured figures answer to the factors of a calibration, from the cost model at a few values of each factor.
 *
 * <p>Between those values a time is taken to be linear in the time that the factor scales (the factor of an overhead, the
 * inverse of a rate's), which is exact where the factor scales one term of a sum; effects of several factors add up.
 * Rooflines and hidden traffic bend that, so {@link CalibrationFit} corrects it with the cost model in the end.
 */
final class Response {

    /** Values at which each factor is tried; beyond them the last slope goes on. */
    private static final double[] NODES = {0.4, 0.7, 1, 1.4, 2.5};

    /** Standard deviation of ln(predicted / measured) where no residuals of the kind are known. */
    private static final double UNKNOWN_SPREAD = 0.15;

    /** The same of the room for a cache: published start-up logs are predicted to a few percent (docs/ACCURACY.md). */
    private static final double ROOM_SPREAD = 0.05;

    /** Of a start with less than this part of its measured room predicted, no factor says anything. */
    private static final double LEAST_ROOM = 0.1;

    /**
     * A measured figure.
     *
     * @param row number of its row
     * @param series question and layout of its row: rows of one series differ in load only
     * @param measure what was measured
     * @param logMeasured ln of the figure
     * @param weight one over the standard deviation that ln(predicted / measured) of its kind has
     */
    record Point(int row, String series, Measure measure, double logMeasured, double weight) {}

    private final List<MeasuredRow> rows;
    private final Catalogues catalogues;
    private final Calibration scope;
    private final List<Point> points = new ArrayList<>();
    private final double[] standard;
    private final Map<Factor, double[][]> nodes = new EnumMap<>(Factor.class);

    /**
     * Evaluates every row at every node.
     *
     * @param rows that can be predicted
     * @param scope which GPUs and engines the factors are for
     * @param progress told after each factor
     */
    Response(List<MeasuredRow> rows, Catalogues catalogues, Calibration scope, Runnable progress) {
        this.rows = List.copyOf(rows);
        this.catalogues = catalogues;
        this.scope = scope;
        for (int row = 0; row < rows.size(); row++) {
            for (Outcome outcome : rows.get(row).predict(catalogues).outcomes()) {
                if (answers(outcome)) {
                    points.add(point(row, outcome));
                }
            }
        }
        standard = evaluate(Map.of());
        for (Factor factor : Factor.values()) {
            double[][] at = new double[NODES.length][];
            for (int node = 0; node < NODES.length; node++) {
                at[node] = NODES[node] == 1 ? standard : evaluate(Map.of(factor, NODES[node]));
            }
            nodes.put(factor, at);
            progress.run();
        }
    }

    /** Whether a factor can move the figure: not weights and allocated bytes, nor a room that is not there. */
    private static boolean answers(Outcome outcome) {
        return switch (outcome.measure()) {
            case MEMORY, WEIGHTS -> false;
            case CACHE_ROOM, CACHE_TOKENS ->
                outcome.predicted().isPresent() && outcome.predicted().getAsDouble() > LEAST_ROOM * outcome.measured();
            case TIME_TO_FIRST_TOKEN, TIME_PER_OUTPUT_TOKEN, THROUGHPUT, STEP_TIME, LAYER_TIME, SPEED_UP ->
                outcome.predicted().isPresent();
        };
    }

    private static double unknownSpread(Measure measure) {
        return measure == Measure.CACHE_ROOM || measure == Measure.CACHE_TOKENS ? ROOM_SPREAD : UNKNOWN_SPREAD;
    }

    private Point point(int row, Outcome outcome) {
        double spread = PredictionIntervals.standard()
                .spread(outcome.labels().phase(), outcome.measure())
                .orElse(unknownSpread(outcome.measure()));
        String series = rows.get(row).source().question().orElse("row " + row) + " | "
                + outcome.labels().layout();
        return new Point(row, series, outcome.measure(), Math.log(outcome.measured()), 1 / spread);
    }

    /** The cost model's figures for all points with {@code factors}. */
    double[] evaluate(Map<Factor, Double> factors) {
        return evaluate(factors, point -> true);
    }

    /** The same for the points of rows whose first point {@code wanted} accepts; 0 for the others. */
    double[] evaluate(Map<Factor, Double> factors, IntPredicate wanted) {
        Catalogues calibrated = catalogues.with(scope.withFactors(factors));
        double[] figures = new double[points.size()];
        int index = 0;
        while (index < figures.length) {
            int row = points.get(index).row();
            List<Outcome> outcomes =
                    wanted.test(index) ? rows.get(row).predict(calibrated).outcomes() : List.of();
            for (; index < figures.length && points.get(index).row() == row; index++) {
                Measure measure = points.get(index).measure();
                figures[index] = outcomes.stream()
                        .filter(outcome -> outcome.measure() == measure)
                        .findFirst()
                        .map(Outcome::predicted)
                        .orElse(OptionalDouble.empty())
                        .orElse(0);
            }
        }
        return figures;
    }

    /** What repetitions of one deployment share: all that is predicted of a row, and its series. */
    List<Object> deployment(int point) {
        int row = points.get(point).row();
        List<Object> same = new ArrayList<>();
        same.add(points.get(point).series());
        for (int other = point; other >= 0 && points.get(other).row() == row; other--) {
            same.add(1, standard[other]);
        }
        for (int other = point + 1; other < standard.length && points.get(other).row() == row; other++) {
            same.add(standard[other]);
        }
        return same;
    }

    List<Point> points() {
        return points;
    }

    /** ln of the figures of all points when ln of each of {@code factors} is what {@code logs} says. */
    double[] logFigures(List<Factor> factors, double[] logs) {
        double[] figures = standard.clone();
        for (int i = 0; i < logs.length; i++) {
            add(factors.get(i), Math.exp(logs[i]), figures);
        }
        for (int point = 0; point < figures.length; point++) {
            figures[point] = Math.log(Math.max(figures[point], standard[point] / 100));
        }
        return figures;
    }

    /** Adds what {@code factor} at {@code value} changes, between its two nearest nodes or beyond the last. */
    private void add(Factor factor, double value, double[] figures) {
        double[][] at = nodesOf(factor);
        int upper = 1;
        while (upper < NODES.length - 1 && value > NODES[upper]) {
            upper++;
        }
        double from = scale(factor, NODES[upper - 1]);
        double share = (scale(factor, value) - from) / (scale(factor, NODES[upper]) - from);
        for (int point = 0; point < figures.length; point++) {
            double below = at[upper - 1][point];
            figures[point] += below + share * (at[upper][point] - below) - standard[point];
        }
    }

    private double[][] nodesOf(Factor factor) {
        return Objects.requireNonNull(nodes.get(factor));
    }

    /** What a time is linear in: an overhead's factor, the inverse of a rate's. */
    private static double scale(Factor factor, double value) {
        return switch (factor) {
            case COMPUTE_RATE, MEMORY_RATE, LINK_RATE, NETWORK_RATE -> 1 / value;
            case STEP_OVERHEAD, LAYER_OVERHEAD, PROMPT_INTERFERENCE, REQUEST_DELAY, MEMORY_RESERVE -> value;
        };
    }

    /** Slopes of ln figure by ln factor at 1, weighted, for all points: what tells factors apart. */
    double[] sensitivity(Factor factor) {
        double step = 0.05;
        double[] up = logFigures(List.of(factor), new double[] {step});
        double[] down = logFigures(List.of(factor), new double[] {-step});
        double[] slopes = new double[points.size()];
        for (int point = 0; point < slopes.length; point++) {
            slopes[point] = points.get(point).weight() * (up[point] - down[point]) / (2 * step);
        }
        return slopes;
    }
}
