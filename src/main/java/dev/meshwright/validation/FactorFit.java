package dev.meshwright.validation;

import dev.meshwright.cost.Calibration;
import dev.meshwright.cost.Calibration.Factor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Bounded least squares of weighted log errors (Levenberg and Marquardt's method with the factors kept inside their bounds).
 * A factor away from 1 costs as much as one measurement that is off, see {@link #PRIOR}: what the data does not say stays
 * at 1.
 */
final class FactorFit {

    /** Standard deviation of ln factor before anything is measured: most clusters are within a factor of 1.65. */
    private static final double PRIOR = 0.5;

    private static final double LOG_LEAST = Math.log(Calibration.LEAST);
    private static final double LOG_MOST = Math.log(Calibration.MOST);
    private static final int ROUNDS = 30;
    private static final double STEP = 1e-4;

    private final Response response;
    private final double[] shift;

    /**
     * A fit.
     *
     * @param shift what is added to the ln figure of every point: the cost model less the response at some factors
     */
    FactorFit(Response response, double[] shift) {
        this.response = response;
        this.shift = shift;
    }

    FactorFit(Response response) {
        this(response, new double[response.points().size()]);
    }

    /** ln of the best {@code factors} for the points that {@code used} accepts. */
    Map<Factor, Double> fit(List<Factor> factors, IntPredicate used) {
        double[] values = new double[factors.size()];
        double damping = 1e-3;
        double cost = cost(factors, values, used);
        for (int round = 0; round < ROUNDS && !factors.isEmpty(); round++) {
            double[] tried = bounded(values, step(factors, values, used, damping));
            double reached = cost(factors, tried, used);
            if (reached < cost) {
                boolean settled = cost - reached < 1e-10 * cost;
                cost = reached;
                values = tried;
                damping = Math.max(damping / 4, 1e-9);
                if (settled) {
                    break;
                }
            } else {
                damping *= 8;
            }
        }
        return map(factors, values);
    }

    private static double[] bounded(double[] values, double[] step) {
        double[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = Math.clamp(moved[i] + step[i], LOG_LEAST, LOG_MOST);
        }
        return moved;
    }

    static Map<Factor, Double> map(List<Factor> factors, double[] values) {
        Map<Factor, Double> map = new EnumMap<>(Factor.class);
        for (int i = 0; i < values.length; i++) {
            map.put(factors.get(i), values[i]);
        }
        return map;
    }

    /** ln(predicted / measured) of a point over the spread of its kind. */
    double residual(int point, Map<Factor, Double> logFactors) {
        Response.Point measured = response.points().get(point);
        return measured.weight() * (response.logFigure(point, logFactors) + shift[point] - measured.logMeasured());
    }

    private double cost(List<Factor> factors, double[] values, IntPredicate used) {
        double cost = 0;
        for (double value : values) {
            cost += value * value / (PRIOR * PRIOR);
        }
        Map<Factor, Double> map = map(factors, values);
        for (int point = 0; point < shift.length; point++) {
            if (used.test(point)) {
                double residual = residual(point, map);
                cost += residual * residual;
            }
        }
        return cost;
    }

    private double[] step(List<Factor> factors, double[] values, IntPredicate used, double damping) {
        int size = values.length;
        double[][] matrix = new double[size][size + 1];
        for (int i = 0; i < size; i++) {
            matrix[i][i] = 1 / (PRIOR * PRIOR);
            matrix[i][size] = -values[i] / (PRIOR * PRIOR);
        }
        for (int point = 0; point < shift.length; point++) {
            if (used.test(point)) {
                double residual = residual(point, map(factors, values));
                double[] slopes = new double[size];
                for (int i = 0; i < size; i++) {
                    double[] moved = values.clone();
                    moved[i] += STEP;
                    slopes[i] = (residual(point, map(factors, moved)) - residual) / STEP;
                }
                for (int i = 0; i < size; i++) {
                    for (int j = 0; j < size; j++) {
                        matrix[i][j] += slopes[i] * slopes[j];
                    }
                    matrix[i][size] -= slopes[i] * residual;
                }
            }
        }
        for (int i = 0; i < size; i++) {
            matrix[i][i] *= 1 + damping;
        }
        return solved(matrix);
    }

    /** Gauss's elimination; the matrix is positive definite by its prior. */
    private static double[] solved(double[][] matrix) {
        int size = matrix.length;
        for (int pivot = 0; pivot < size; pivot++) {
            for (int row = pivot + 1; row < size; row++) {
                double share = matrix[row][pivot] / matrix[pivot][pivot];
                for (int column = pivot; column <= size; column++) {
                    matrix[row][column] -= share * matrix[pivot][column];
                }
            }
        }
        double[] solution = new double[size];
        for (int row = size - 1; row >= 0; row--) {
            double rest = matrix[row][size];
            for (int column = row + 1; column < size; column++) {
                rest -= matrix[row][column] * solution[column];
            }
            solution[row] = rest / matrix[row][row];
        }
        return solution;
    }
}
