package dev.meshwright.lab.fit;

import dev.meshwright.lab.error.Residuals;
import java.util.Arrays;

/**
 * Least squares with a soft L1 loss by Levenberg and Marquardt's method: residuals beyond the scale count by their size and
 * not by its square, so that rows that went wrong do not pull. Derivatives are taken from differences. Deterministic.
 */
final class LeastSquares {

    /** Residuals of a vector of parameters. */
    @FunctionalInterface
    interface Residuals {
        double[] at(double[] parameters);
    }

    private static final int MOST_STEPS = 60;
    private static final double DIFFERENCE = 1e-4;
    private static final double CONVERGED = 1e-7;
    private static final double LARGEST_DAMPING = 1e9;

    private final Residuals residuals;
    private final double scale;
    private final double difference;
    private final double converged;

    /**
     * A problem.
     *
     * @param residuals to be made small
     * @param scale size from which on a residual counts by its size
     */
    LeastSquares(Residuals residuals, double scale) {
        this(residuals, scale, DIFFERENCE, CONVERGED);
    }

    /**
     * A problem whose residuals have small steps.
     *
     * @param difference of a parameter from which slopes are taken: large beside the steps
     * @param converged part of the loss by which a step must lower it to go on
     */
    LeastSquares(Residuals residuals, double scale, double difference, double converged) {
        this.residuals = residuals;
        this.scale = scale;
        this.difference = difference;
        this.converged = converged;
    }

    /** The parameters with the least loss that are found from {@code start}. */
    double[] from(double[] start) {
        double[] best = start.clone();
        double[] current = residuals.at(best);
        double loss = loss(current);
        double damping = 1e-3;
        for (int step = 0; step < MOST_STEPS && damping < LARGEST_DAMPING; step++) {
            double[][] normal = normalEquations(best, current);
            boolean better = false;
            while (!better && damping < LARGEST_DAMPING) {
                double[] tried = stepped(best, normal, damping);
                double[] there = residuals.at(tried);
                double lossThere = loss(there);
                better = lossThere < loss;
                damping = better ? damping / 5 : damping * 4;
                if (better) {
                    boolean done = loss - lossThere < converged * loss;
                    best = tried;
                    current = there;
                    loss = lossThere;
                    if (done) {
                        return best;
                    }
                }
            }
        }
        return best;
    }

    /** Sum over residuals r of scale^2 2 (sqrt(1 + (r/scale)^2) - 1). */
    double loss(double[] values) {
        double sum = 0;
        for (double value : values) {
            double share = value / scale;
            sum += 2 * scale * scale * (Math.sqrt(1 + share * share) - 1);
        }
        return sum;
    }

    /** J^T W J beside J^T W r, with the loss's weights W. */
    private double[][] normalEquations(double[] at, double[] current) {
        int parameters = at.length;
        double[][] columns = new double[parameters][];
        for (int i = 0; i < parameters; i++) {
            double[] moved = at.clone();
            moved[i] += difference;
            columns[i] = residuals.at(moved);
        }
        double[][] normal = new double[parameters][parameters + 1];
        for (int row = 0; row < current.length; row++) {
            double share = current[row] / scale;
            double weight = 1 / Math.sqrt(1 + share * share);
            for (int i = 0; i < parameters; i++) {
                double slope = weight * (columns[i][row] - current[row]) / difference;
                for (int j = 0; j <= i; j++) {
                    normal[i][j] += slope * (columns[j][row] - current[row]) / difference;
                }
                normal[i][parameters] += slope * current[row];
            }
        }
        for (int i = 0; i < parameters; i++) {
            for (int j = i + 1; j < parameters; j++) {
                normal[i][j] = normal[j][i];
            }
        }
        return normal;
    }

    private static double[] stepped(double[] from, double[][] normal, double damping) {
        int parameters = from.length;
        double[][] damped = Arrays.stream(normal).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < parameters; i++) {
            damped[i][i] += damping * Math.max(1e-12, normal[i][i]);
        }
        double[] step = solved(damped);
        double[] to = from.clone();
        for (int i = 0; i < parameters; i++) {
            to[i] -= step[i];
        }
        return to;
    }

    /** Gauss's elimination with partial pivoting; the last column is the right-hand side. */
    private static double[] solved(double[][] system) {
        int size = system.length;
        for (int column = 0; column < size; column++) {
            int pivot = column;
            for (int row = column + 1; row < size; row++) {
                if (Math.abs(system[row][column]) > Math.abs(system[pivot][column])) {
                    pivot = row;
                }
            }
            double[] swapped = system[column];
            system[column] = system[pivot];
            system[pivot] = swapped;
            for (int row = column + 1; row < size; row++) {
                double factor = system[row][column] / system[column][column];
                for (int k = column; k <= size; k++) {
                    system[row][k] -= factor * system[column][k];
                }
            }
        }
        double[] solution = new double[size];
        for (int row = size - 1; row >= 0; row--) {
            double sum = system[row][size];
            for (int k = row + 1; k < size; k++) {
                sum -= system[row][k] * solution[k];
            }
            solution[row] = sum / system[row][row];
        }
        return solution;
    }
}
