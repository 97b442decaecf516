package dev.meshwright.validation;

import dev.meshwright.cost.Calibration;
import dev.meshwright.cost.Calibration.Factor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How measured figures answer to the factors of a calibration, from the cost model at a few values of each factor.
 *
 * <p>Between those values a time is taken to be linear in the time that the factor scales (the factor of an overhead, the
 * inverse of a rate's), which is exact where the factor scales one term of a sum; effects of several factors add up.
 * Rooflines and hidden traffic bend that, so {@link CalibrationFit} corrects it with the cost model in the end.
 */
final class Response {

    /** Values at which each factor is tried; beyond them the last slope goes on. */
    private static final double[] NODES = {0.4, 0.7, 1.4, 2.5};

    /** Standard deviation of ln(predicted / measured) where no residuals of the kind are known. */
    private static final double UNKNOWN_SPREAD = 0.15;

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

    private final MeasurementKind kind;
    private final List<Map<String, String>> rows;
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
    Response(
            MeasurementKind kind,
            List<Map<String, String>> rows,
            Catalogues catalogues,
            Calibration scope,
            Runnable progress) {
        this.kind = kind;
        this.rows = List.copyOf(rows);
        this.catalogues = catalogues;
        this.scope = scope;
        for (int row = 0; row < rows.size(); row++) {
            for (Outcome outcome : kind.predict(rows.get(row), catalogues).outcomes()) {
                if (outcome.predicted().isPresent() && outcome.measure() != Measure.MEMORY) {
                    points.add(point(row, outcome));
                }
            }
        }
        standard = evaluate(Map.of());
        for (Factor factor : Factor.values()) {
            double[][] at = new double[NODES.length][];
            for (int node = 0; node < NODES.length; node++) {
                at[node] = evaluate(Map.of(factor, NODES[node]));
            }
            nodes.put(factor, at);
            progress.run();
        }
    }

    private Point point(int row, Outcome outcome) {
        double spread = PredictionIntervals.standard()
                .spread(outcome.labels().phase(), outcome.measure())
                .orElse(UNKNOWN_SPREAD);
        String series = kind.question(rows.get(row)).orElse("row " + row) + " | "
                + outcome.labels().layout();
        return new Point(row, series, outcome.measure(), Math.log(outcome.measured()), 1 / spread);
    }

    /** The cost model's figures for all points with {@code factors}. */
    double[] evaluate(Map<Factor, Double> factors) {
        Catalogues calibrated = catalogues.with(scope.withFactors(factors));
        double[] figures = new double[points.size()];
        int index = 0;
        while (index < figures.length) {
            int row = points.get(index).row();
            List<Outcome> outcomes = kind.predict(rows.get(row), calibrated).outcomes();
            for (; index < figures.length && points.get(index).row() == row; index++) {
                Measure measure = points.get(index).measure();
                figures[index] = outcomes.stream()
                        .filter(outcome -> outcome.measure() == measure)
                        .findFirst()
                        .map(Outcome::predicted)
                        .orElse(OptionalDouble.empty())
                        .orElseThrow();
            }
        }
        return figures;
    }

    List<Point> points() {
        return points;
    }

    /** The figure of {@code point} without calibration. */
    double standard(int point) {
        return standard[point];
    }

    /** ln of the figure of {@code point} when each factor is what {@code logFactors} says. */
    double logFigure(int point, Map<Factor, Double> logFactors) {
        double figure = standard[point];
        for (Map.Entry<Factor, Double> entry : logFactors.entrySet()) {
            figure += at(point, entry.getKey(), Math.exp(entry.getValue())) - standard[point];
        }
        return Math.log(Math.max(figure, standard[point] / 100));
    }

    private double at(int point, Factor factor, double value) {
        double[] scale = new double[NODES.length + 1];
        double[] figures = new double[NODES.length + 1];
        int next = 0;
        for (int node = 0; node < NODES.length; node++) {
            if (next == node && NODES[node] > 1) {
                scale[next] = 1;
                figures[next++] = standard[point];
            }
            scale[next] = scale(factor, NODES[node]);
            figures[next++] = nodesOf(factor)[node][point];
        }
        double wanted = scale(factor, value);
        boolean falling = scale[0] > scale[1];
        int segment = 0;
        while (segment < scale.length - 2 && (falling ? wanted < scale[segment + 1] : wanted > scale[segment + 1])) {
            segment++;
        }
        double slope = (figures[segment + 1] - figures[segment]) / (scale[segment + 1] - scale[segment]);
        return figures[segment] + slope * (wanted - scale[segment]);
    }

    private double[][] nodesOf(Factor factor) {
        return java.util.Objects.requireNonNull(nodes.get(factor));
    }

    /** What a time is linear in: an overhead's factor, the inverse of a rate's. */
    private static double scale(Factor factor, double value) {
        return switch (factor) {
            case COMPUTE_RATE, MEMORY_RATE, LINK_RATE, NETWORK_RATE -> 1 / value;
            case STEP_OVERHEAD, LAYER_OVERHEAD, PROMPT_INTERFERENCE -> value;
        };
    }

    /** Slopes of ln figure by ln factor at 1, weighted, for all points: what tells factors apart. */
    double[] sensitivity(Factor factor) {
        double step = 0.05;
        double[] slopes = new double[points.size()];
        for (int point = 0; point < slopes.length; point++) {
            double up = logFigure(point, Map.of(factor, step));
            double down = logFigure(point, Map.of(factor, -step));
            slopes[point] = points.get(point).weight() * (up - down) / (2 * step);
        }
        return slopes;
    }
}
