package dev.meshwright.lab.fit;

import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.lab.serving.MeasuredServing;
import dev.meshwright.lab.serving.ReplayedServing;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Absolute percentage errors of serving rows under some constants.
 *
 * @param perToken of the time per output token, in the order of the rows
 * @param firstToken of the time to the first token
 */
record ServingErrors(List<ServingRows.Row> rows, double[] perToken, double[] firstToken) {

    static ServingErrors of(List<ServingRows.Row> rows, EngineConstants constants) {
        double[] perToken = new double[rows.size()];
        double[] firstToken = new double[rows.size()];
        for (int i = 0; i < perToken.length; i++) {
            MeasuredServing measured = rows.get(i).measured();
            ReplayedServing times = measured.replayed(ServingRows.CATALOGUES, constants);
            perToken[i] = error(
                    times.outputToken().mean(),
                    measured.row().timePerOutputTokenSeconds().orElseThrow());
            firstToken[i] = error(
                    times.firstToken().mean(),
                    measured.row().timeToFirstTokenSeconds().orElseThrow());
        }
        return new ServingErrors(rows, perToken, firstToken);
    }

    private static double error(double predicted, double measured) {
        return 100 * Math.abs(predicted / measured - 1);
    }

    private double[] of(double[] errors, Predicate<ServingRows.Row> wanted) {
        double[] sorted = new double[errors.length];
        int count = 0;
        for (int i = 0; i < errors.length; i++) {
            if (wanted.test(rows.get(i))) {
                sorted[count++] = errors[i];
            }
        }
        sorted = Arrays.copyOf(sorted, count);
        Arrays.sort(sorted);
        return sorted;
    }

    double medianPerToken(Predicate<ServingRows.Row> wanted) {
        return median(of(perToken, wanted));
    }

    double meanPerToken(Predicate<ServingRows.Row> wanted) {
        return Arrays.stream(of(perToken, wanted)).average().orElseThrow();
    }

    double medianFirstToken(Predicate<ServingRows.Row> wanted) {
        return median(of(firstToken, wanted));
    }

    double meanFirstToken(Predicate<ServingRows.Row> wanted) {
        return Arrays.stream(of(firstToken, wanted)).average().orElseThrow();
    }

    private static double median(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    String line(String name, Predicate<ServingRows.Row> wanted) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% |",
                name,
                of(perToken, wanted).length,
                medianPerToken(wanted),
                meanPerToken(wanted),
                medianFirstToken(wanted),
                meanFirstToken(wanted));
    }
}
