package dev.meshwright.lab.fit;

import dev.meshwright.lab.error.Residuals;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Least squares with a soft L1 loss by Levenberg and Marquardt's method: residuals beyond the scale count by their size and
 * not by its square, so that rows that went wrong do not pull. Derivatives are taken from differences. Deterministic.
 */
final class LeastSquares {

    /** Residuals of a vector of parameters. */
    @FunctionalInterface
    interface Residuals {
        double[] at(double[] parameters);

        /** The same where only {@code parameter} differs from those that gave {@code current}. */
        default double[] moved(double[] parameters, int parameter, double[] current) {
            return at(parameters);
        }
    }

    /** What was found: the parameters with the least loss, the residuals there, and their slopes by each parameter near there. */
    static final class Solution {
        private final double[] parameters;
        private final double[] residuals;
        private final double[][] slopes;

        Solution(double[] parameters, double[] residuals, double[][] slopes) {
            this.parameters = parameters;
            this.residuals = residuals;
            this.slopes = slopes;
        }

        double[] parameters() {
            return parameters;
        }

        double[][] slopes() {
            return slopes;
        }

        /** The residuals where the parameters have {@code moved} by so much, by the slopes. */
        double[] moved(double[] by) {
            double[] there = residuals.clone();
            for (int row = 0; row < there.length; row++) {
                for (int i = 0; i < by.length; i++) {
                    there[row] += slopes[i][row] * by[i];
                }
            }
            return there;
        }
    }

    private static final int MOST_STEPS = 60;

    /** Weight of a parameter's move by a width, where slopes are all that is known. */
    private static final double TRUST = 0.5;

    /** Rounds in which the weights of a linear problem settle. */
    private static final int LINEAR_ROUNDS = 20;

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
        return solution(start).parameters();
    }

    /** The same with the slopes of the last step. */
    Solution solution(double[] start) {
        double[] best = start.clone();
        double[] current = residuals.at(best);
        double[][] slopes = slopes(best, current);
        Descent descent = new Descent(best, current, loss(current));
        for (int step = 0; step < MOST_STEPS && descent.damping < LARGEST_DAMPING; step++) {
            boolean done = descent.step(slopes);
            if (done) {
                break;
            }
            slopes = slopes(descent.best, descent.current);
        }
        return new Solution(descent.best, descent.current, slopes);
    }

    /**
     * The parameters with the least loss where residuals are those of {@code solution} and change by its slopes: no residual is
     * asked for again. Slopes hold nearby, so that moving costs as much as {@link #TRUST} says.
     *
     * @param counts whether a residual counts
     * @param free whether a parameter may change
     */
    double[] linear(Solution solution, IntPredicate counts, IntPredicate free) {
        double[] moved = new double[solution.parameters().length];
        for (int round = 0; round < LINEAR_ROUNDS; round++) {
            double[][] normal = normalEquations(solution.slopes(), solution.moved(moved), counts);
            for (int i = 0; i < moved.length; i++) {
                normal[i][i] += TRUST * TRUST;
                normal[i][moved.length] += TRUST * TRUST * moved[i];
                if (!free.test(i)) {
                    hold(normal, i);
                }
            }
            moved = stepped(moved, normal, 0);
        }
        double[] there = solution.parameters().clone();
        for (int i = 0; i < moved.length; i++) {
            there[i] += moved[i];
        }
        return there;
    }

    /** Makes a step leave parameter {@code i} alone. */
    private static void hold(double[][] normal, int i) {
        Arrays.fill(normal[i], 0);
        for (double[] line : normal) {
            line[i] = 0;
        }
        normal[i][i] = 1;
    }

    /** Where a descent is. */
    private final class Descent {
        private double[] best;
        private double[] current;
        private double loss;
        private double damping = 1e-3;

        Descent(double[] best, double[] current, double loss) {
            this.best = best;
            this.current = current;
            this.loss = loss;
        }

        /** Goes on until the loss is less; whether that is the end. */
        boolean step(double[][] slopes) {
            double[][] normal = normalEquations(slopes, current, row -> true);
            while (damping < LARGEST_DAMPING) {
                double[] tried = stepped(best, normal, damping);
                double[] there = residuals.at(tried);
                double lossThere = loss(there);
                if (lossThere < loss) {
                    boolean done = loss - lossThere < converged * loss;
                    damping /= 5;
                    best = tried;
                    current = there;
                    loss = lossThere;
                    return done;
                }
                damping *= 4;
            }
            return true;
        }
    }

    private double[][] slopes(double[] at, double[] current) {
        double[][] slopes = new double[at.length][];
        for (int i = 0; i < at.length; i++) {
            double[] moved = at.clone();
            moved[i] += difference;
            slopes[i] = residuals.moved(moved, i, current);
            for (int row = 0; row < current.length; row++) {
                slopes[i][row] = (slopes[i][row] - current[row]) / difference;
            }
        }
        return slopes;
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
    private double[][] normalEquations(double[][] slopes, double[] current, IntPredicate counts) {
        int parameters = slopes.length;
        double[][] normal = new double[parameters][parameters + 1];
        for (int row = 0; row < current.length; row++) {
            double share = current[row] / scale;
            double weight = counts.test(row) ? 1 / Math.sqrt(1 + share * share) : 0;
            for (int i = 0; i < parameters; i++) {
                double slope = weight * slopes[i][row];
                for (int j = 0; j <= i; j++) {
                    normal[i][j] += slope * slopes[j][row];
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
