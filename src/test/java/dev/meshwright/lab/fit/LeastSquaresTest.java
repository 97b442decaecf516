package dev.meshwright.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LeastSquaresTest {

    /** y = exp(a x) + b at ten points, one of which went wrong by far. */
    @Test
    void findsParametersInSpiteOfAnOutlier() {
        double[] measured = new double[10];
        for (int x = 0; x < measured.length; x++) {
            measured[x] = Math.exp(0.2 * x) + 3;
        }
        measured[4] += 50;
        LeastSquares problem = new LeastSquares(
                parameters -> {
                    double[] residuals = new double[measured.length];
                    for (int x = 0; x < residuals.length; x++) {
                        residuals[x] = Math.exp(parameters[0] * x) + parameters[1] - measured[x];
                    }
                    return residuals;
                },
                0.01);
        double[] best = problem.from(new double[] {0.05, 0});
        assertThat(best[0]).isCloseTo(0.2, within(0.002));
        assertThat(best[1]).isCloseTo(3.0, within(0.02));
    }

    @Test
    void smallResidualsCountByTheirSquareAndLargeOnesByTheirSize() {
        LeastSquares problem = new LeastSquares(parameters -> parameters, 1);
        assertThat(problem.loss(new double[] {1e-3})).isCloseTo(1e-6, within(1e-9));
        assertThat(problem.loss(new double[] {1e3})).isCloseTo(2e3, within(3.0));
    }

    /** y = a x + b at ten points; the last five are from another line. Without them the first line is found, and nothing is asked again. */
    @Test
    void leavesResidualsOutBySlopes() {
        int[] asked = {0};
        LeastSquares problem = new LeastSquares(
                parameters -> {
                    asked[0]++;
                    double[] residuals = new double[10];
                    for (int x = 0; x < residuals.length; x++) {
                        double measured = x < 5 ? 2 * x + 1 : -3 * x + 50;
                        residuals[x] = 100 * (parameters[0] * x + parameters[1] - measured);
                    }
                    return residuals;
                },
                1e6);
        LeastSquares.Solution all = problem.solution(new double[] {0, 0});
        int before = asked[0];
        double[] first = problem.linear(all, row -> row < 5, parameter -> true);
        assertThat(first[0]).isCloseTo(2, within(1e-3));
        assertThat(first[1]).isCloseTo(1, within(1e-2));
        double[] held = problem.linear(all, row -> row < 5, parameter -> parameter == 0);
        assertThat(held[1]).as("held where it was").isEqualTo(all.parameters()[1]);
        assertThat(asked[0]).isEqualTo(before);
    }
}
