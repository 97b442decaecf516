package dev.meshwright.lab.fit;

import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.Calibration.Factor;
import java.util.List;
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
    double[] fit(List<Factor> factors, IntPredicate used) {
        double[] values = new double[factors.size()];
        double damping = 1e-3;
        double cost = cost(factors, values, used);
        for (int round = 0; round < ROUNDS && !factors.isEmpty(); round++) {
            double[] tried = bounded(values, step(factors, values, used, damping));
            double reached = cost(factors, tried, used);
            if (reached < cost) {
                boolean settled = cost - reached < 1e-9 * cost;
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
        return values;
    }

    private static double[] bounded(double[] values, double[] step) {
        double[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = Math.clamp(moved[i] + step[i], LOG_LEAST, LOG_MOST);
        }
        return moved;
    }

    /** ln(predicted / measured) of all points, each over the spread of its kind. */
    double[] residuals(List<Factor> factors, double[] logs) {
        double[] residuals = response.logFigures(factors, logs);
        for (int point = 0; point < residuals.length; point++) {
            Response.Point measured = response.points().get(point);
            residuals[point] = measured.weight() * (residuals[point] + shift[point] - measured.logMeasured());
        }
        return residuals;
    }

    private double cost(List<Factor> factors, double[] values, IntPredicate used) {
        double cost = 0;
        for (double value : values) {
            cost += value * value / (PRIOR * PRIOR);
        }
        double[] residuals = residuals(factors, values);
        for (int point = 0; point < residuals.length; point++) {
            cost += used.test(point) ? residuals[point] * residuals[point] : 0;
        }
        return cost;
    }

    private double[] step(List<Factor> factors, double[] values, IntPredicate used, double damping) {
        int size = values.length;
        double[] residuals = residuals(factors, values);
        double[][] slopes = new double[size][];
        for (int i = 0; i < size; i++) {
            double[] moved = values.clone();
            moved[i] += STEP;
            slopes[i] = residuals(factors, moved);
            for (int point = 0; point < residuals.length; point++) {
                slopes[i][point] = used.test(point) ? (slopes[i][point] - residuals[point]) / STEP : 0;
            }
        }
        double[][] matrix = new double[size][size + 1];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                matrix[i][j] = product(slopes[i], slopes[j]);
            }
            matrix[i][i] += 1 / (PRIOR * PRIOR);
            matrix[i][i] *= 1 + damping;
            matrix[i][size] = -product(slopes[i], residuals) - values[i] / (PRIOR * PRIOR);
        }
        return solved(matrix);
    }

    private static double product(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
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
