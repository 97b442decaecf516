package dev.meshwright.lab.fit;

import dev.meshwright.base.patience.Patience;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.serving.MeasuredServing;
import dev.meshwright.lab.serving.ReplayedServing;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Fits the constants of inference engines to measured serving rows, each of which is replayed.
 *
 * <p>The logarithms of predicted over measured are made small, of the time per output token and of the time to the first token
 * together, with a soft L1 loss. Every constant has an expectation and a width from what it means (a count of kernels, a few
 * microseconds); leaving it costs as much as an error does, so that a constant on which the rows say little stays where its
 * meaning puts it. This, and that there are few, is what makes the constants hold on models that were not among the rows.
 */
final class EngineFit {

    /** Weight of a row's logarithm against a constant's distance from its expectation in widths. */
    private static final double ROW_WEIGHT = 3;

    private static final double EXPECTATION_WEIGHT = 0.5;

    private static final double LOSS_SCALE = 0.1;

    /** In widths: a replay answers to a smaller change by moving a request from one step to the next, or not at all. */
    private static final double DIFFERENCE = 0.3;

    private static final double CONVERGED = 2e-3;

    /** Residuals of a row: of its time per output token and of its time to the first token. */
    private static final int TIMES = 2;

    /**
     * A measured row.
     *
     * @param campaign that it is of
     * @param measured what is replayed
     */
    record Row(String campaign, MeasuredServing measured) {}

    private final List<Row> rows;
    private final List<EngineExpectation> free;
    private final EngineConstants start;
    private final Catalogues catalogues;
    private final LeastSquares squares = new LeastSquares(new Misfits(), LOSS_SCALE, DIFFERENCE, CONVERGED);

    /**
     * A fit.
     *
     * @param free constants that are fitted
     * @param start values to begin with, and of all others
     */
    EngineFit(List<Row> rows, List<EngineExpectation> free, EngineConstants start, Catalogues catalogues) {
        this.rows = List.copyOf(rows);
        this.free = List.copyOf(free);
        this.start = start;
        this.catalogues = catalogues;
    }

    /** The best constants for all rows, in widths from what is expected. */
    LeastSquares.Solution fitted() {
        return squares.solution(free.stream()
                .mapToDouble(constant -> constant.widths(start.value(constant.name())))
                .toArray());
    }

    /**
     * The best constants without the rows of some campaigns: what is predicted changes with constants as it does near those for
     * all rows.
     *
     * @param left campaigns that are left out
     * @param mayChange numbers of the constants that are fitted again
     */
    double[] without(Predicate<String> left, LeastSquares.Solution all, IntPredicate mayChange) {
        IntPredicate counts = value -> value >= TIMES * rows.size()
                || !left.test(rows.get(value / TIMES).campaign());
        return squares.linear(all, counts, mayChange);
    }

    /** The same solution elsewhere: other parameters, with their own misfits. */
    LeastSquares.Solution at(double[] parameters, LeastSquares.Solution near) {
        return new LeastSquares.Solution(parameters, new Misfits().at(parameters), near.slopes());
    }

    /** Misfits of the rows at {@code parameters} near a solution, by its slopes, as ln(predicted / measured): both of each row. */
    double[] misfits(double[] parameters, LeastSquares.Solution near) {
        double[] by = new double[parameters.length];
        for (int i = 0; i < by.length; i++) {
            by[i] = parameters[i] - near.parameters()[i];
        }
        return Arrays.stream(near.moved(by), 0, TIMES * rows.size())
                .map(value -> value / ROW_WEIGHT)
                .toArray();
    }

    /** The rows that are fitted to. */
    List<Row> rows() {
        return rows;
    }

    /** The constants that lie so many widths from what is expected. */
    EngineConstants constants(double[] parameters) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i++) {
            values.put(free.get(i).name(), free.get(i).value(parameters[i]));
        }
        return start.with(values);
    }

    /** Of every row its two misfits, then of every constant its distance from what is expected. */
    private final class Misfits implements LeastSquares.Residuals {

        @Override
        public double[] at(double[] parameters) {
            double[] values = new double[TIMES * rows.size() + free.size()];
            fill(values, parameters, row -> true);
            return values;
        }

        @Override
        public double[] moved(double[] parameters, int parameter, double[] current) {
            double[] values = current.clone();
            EngineExpectation moved = free.get(parameter);
            fill(
                    values,
                    parameters,
                    row -> moved.concerns(rows.get(row).measured().row().engine()));
            return values;
        }

        private void fill(double[] values, double[] parameters, IntPredicate which) {
            EngineConstants tried = constants(parameters);
            BooleanSupplier limit = Patience.current();
            IntStream.range(0, rows.size())
                    .filter(which)
                    .parallel()
                    .forEach(row -> Patience.helping(limit, () -> fill(values, tried, row)));
            for (int i = 0; i < free.size(); i++) {
                values[TIMES * rows.size() + i] = EXPECTATION_WEIGHT * parameters[i];
            }
        }

        private void fill(double[] values, EngineConstants tried, int row) {
            MeasuredServing measured = rows.get(row).measured();
            ReplayedServing times = measured.replayed(catalogues, tried);
            values[TIMES * row] =
                    misfit(times.outputToken().mean(), measured.row().timePerOutputTokenSeconds());
            values[TIMES * row + 1] =
                    misfit(times.firstToken().mean(), measured.row().timeToFirstTokenSeconds());
        }
    }

    private static double misfit(double predicted, OptionalDouble measured) {
        return measured.isPresent() ? ROW_WEIGHT * Math.log(predicted / measured.getAsDouble()) : 0;
    }
}
