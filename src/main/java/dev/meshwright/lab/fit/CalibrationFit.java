package dev.meshwright.lab.fit;

import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.Calibration.Factor;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.MeasuredRow;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A calibration fitted to measured rows.
 *
 * @param calibration what the rows determine
 * @param refused why each other factor is not fitted
 * @param measured rows that were given
 * @param rows measured rows that were used, {@link #MOST_ROWS} at most
 * @param folds parts that were left out in turn
 * @param before errors by measure with the standard constants
 * @param after errors with the calibration
 * @param crossValidated errors of rows that were left out of the fit
 */
public record CalibrationFit(
        Calibration calibration,
        Map<Factor, String> refused,
        int measured,
        int rows,
        int folds,
        Map<Measure, ErrorSummary> before,
        Map<Measure, ErrorSummary> after,
        Map<Measure, ErrorSummary> crossValidated) {

    /** Fewer measurements determine nothing. */
    public static final int FEWEST_ROWS = 5;

    /**
     * Of more measurements a part is used: a handful of factors needs no more, and each row is predicted some forty times. A
     * trade of seconds, not of physics.
     */
    public static final int MOST_ROWS = 400;

    /** Of so many a first fit is made, a tenth of the work, for whoever does not wait for the whole. */
    public static final int FIRST_ROWS = 40;

    /** The response is corrected with the cost model this often. */
    private static final int CORRECTIONS = 3;

    public CalibrationFit {
        refused = Collections.unmodifiableMap(new EnumMap<>(refused));
    }

    /**
     * Fits what the rows determine.
     *
     * @param given rows, all of which can be predicted, {@link #FEWEST_ROWS} or more
     * @param progress told now and then
     */
    public static CalibrationFit of(List<MeasuredRow> given, Catalogues catalogues, Runnable progress) {
        return of(given, MOST_ROWS, catalogues, progress);
    }

    /** The same from {@code most} rows. */
    static CalibrationFit of(List<MeasuredRow> given, int most, Catalogues catalogues, Runnable progress) {
        if (given.size() < FEWEST_ROWS) {
            throw new IllegalArgumentException("At least " + FEWEST_ROWS + " rows, not " + given.size());
        }
        List<MeasuredRow> rows = RowSample.of(given, most);
        Calibration scope = scope(rows, catalogues);
        Response response = new Response(rows, catalogues, scope, progress);
        FactorSelection selection = new FactorSelection(response);
        Map<Factor, Double> factors = corrected(response, selection.chosen());
        double[] left = new double[response.points().size()];
        for (int fold = 0; fold < selection.foldCount(); fold++) {
            int out = fold;
            Map<Factor, Double> fitted = factors(
                    selection.chosen(),
                    new FactorFit(response).fit(selection.chosen(), point -> selection.fold(point) != out));
            double[] figures = response.evaluate(fitted, point -> selection.fold(point) == out);
            for (int point = 0; point < left.length; point++) {
                left[point] += figures[point];
            }
            progress.run();
        }
        return new CalibrationFit(
                scope.withFactors(factors),
                selection.refused(),
                given.size(),
                rows.size(),
                selection.foldCount(),
                summaries(response, response.evaluate(Map.of())),
                summaries(response, response.evaluate(factors)),
                summaries(response, left));
    }

    /** The GPUs and engines that were measured. */
    private static Calibration scope(List<MeasuredRow> rows, Catalogues catalogues) {
        Set<String> gpus = new TreeSet<>();
        Set<String> engines = new TreeSet<>();
        for (MeasuredRow row : rows) {
            row.source().gpu().apply(catalogues).ifPresent(gpu -> gpus.add(gpu.name()));
            row.source().engine().ifPresent(engines::add);
        }
        return new Calibration(Map.of(), gpus, engines);
    }

    /** The fit to all rows, with the response replaced by the cost model itself at what was found. */
    private static Map<Factor, Double> corrected(Response response, List<Factor> chosen) {
        double[] shift = new double[response.points().size()];
        double[] logs = new double[0];
        for (int round = 0; round <= CORRECTIONS && !chosen.isEmpty(); round++) {
            logs = new FactorFit(response, shift).fit(chosen, point -> true);
            double[] figures = response.evaluate(factors(chosen, logs));
            double[] responded = response.logFigures(chosen, logs);
            for (int point = 0; point < shift.length; point++) {
                shift[point] = Math.log(figures[point]) - responded[point];
            }
        }
        return factors(chosen, logs);
    }

    private static Map<Factor, Double> factors(List<Factor> chosen, double[] logs) {
        Map<Factor, Double> factors = new EnumMap<>(Factor.class);
        for (int i = 0; i < logs.length; i++) {
            factors.put(chosen.get(i), Math.clamp(Math.exp(logs[i]), Calibration.LEAST, Calibration.MOST));
        }
        return factors;
    }

    private static Map<Measure, ErrorSummary> summaries(Response response, double[] figures) {
        Map<Measure, ErrorSummary> summaries = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            double[] errors = IntStream.range(0, figures.length)
                    .filter(point -> response.points().get(point).measure() == measure)
                    .mapToDouble(point -> figures[point]
                                    / Math.exp(response.points().get(point).logMeasured())
                            - 1)
                    .toArray();
            if (errors.length > 0) {
                summaries.put(measure, ErrorSummary.of(errors));
            }
        }
        return Collections.unmodifiableMap(summaries);
    }
}
