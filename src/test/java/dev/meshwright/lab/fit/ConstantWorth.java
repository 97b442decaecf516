package dev.meshwright.lab.fit;

import dev.meshwright.lab.error.ErrorSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * What constants are worth: errors of campaigns that were left out of the fit, all by the slopes of the fit to all campaigns.
 *
 * @param perToken median over campaigns of the median error of the time per output token
 * @param firstToken the same of the time to the first token
 * @param perTokenMean mean over campaigns of the mean error of the time per output token
 * @param firstTokenMean the same of the time to the first token
 */
record ConstantWorth(double perToken, double firstToken, double perTokenMean, double firstTokenMean) {

    /** A constant that is left out lies so far below what is expected that it adds nothing. */
    private static final double NOTHING = 1e-3;

    /** Rows that are further off went wrong: they count as this. */
    private static final double FAR_OFF = 2;

    /** First tokens scatter three times as much: an error of theirs counts as a third. */
    private static final double FIRST_TOKEN_SHARE = 1.0 / 3;

    /** One number to compare by. */
    double score() {
        return perToken + perTokenMean + FIRST_TOKEN_SHARE * (firstToken + firstTokenMean);
    }

    private void print(String name) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f %% | %.2f %% | %.2f %% | %.2f %% | %.2f |%n",
                name,
                100 * perToken,
                100 * perTokenMean,
                100 * firstToken,
                100 * firstTokenMean,
                100 * score());
    }

    /** Prints what leaving each constant out comes to, or leaving it where it is expected. */
    static void print(EngineFit fit, LeastSquares.Solution all) {
        System.out.println("| constants | TPOT median | mean | TTFT median | mean | score |");
        of(fit, all, number -> false).print("all fitted");
        for (int number = 0; number < EngineExpectation.ALL.size(); number++) {
            EngineExpectation constant = EngineExpectation.ALL.get(number);
            fixed(fit, all, number, 0).print(constant.name() + " as expected");
            double nothing = constant.name().endsWith("factor") ? 1 : NOTHING * constant.expected();
            fixed(fit, all, number, constant.widths(nothing)).print(constant.name() + " left out");
        }
    }

    /**
     * Holds one constant after the other where it is expected, each time the one that is missed least, and prints what the
     * others come to.
     */
    static void printHeld(EngineFit fit, LeastSquares.Solution all) {
        Set<Integer> held = new TreeSet<>();
        while (held.size() < EngineExpectation.ALL.size()) {
            int best = -1;
            ConstantWorth least = new ConstantWorth(9, 9, 9, 9);
            for (int number = 0; number < EngineExpectation.ALL.size(); number++) {
                Set<Integer> tried = new TreeSet<>(held);
                if (tried.add(number)) {
                    ConstantWorth worth = of(fit, asExpected(all, tried), tried::contains);
                    best = worth.score() < least.score() ? number : best;
                    least = worth.score() < least.score() ? worth : least;
                }
            }
            held.add(best);
            least.print("also " + EngineExpectation.ALL.get(best).name() + " as expected, " + held.size() + " held");
        }
    }

    /** The solution with some constants where they are expected, by its slopes. */
    private static LeastSquares.Solution asExpected(LeastSquares.Solution all, Set<Integer> held) {
        double[] by = new double[all.parameters().length];
        double[] there = all.parameters().clone();
        for (int number : held) {
            by[number] = -there[number];
            there[number] = 0;
        }
        return new LeastSquares.Solution(there, all.moved(by), all.slopes());
    }

    private static ConstantWorth fixed(EngineFit fit, LeastSquares.Solution all, int number, double widths) {
        double[] moved = all.parameters().clone();
        moved[number] = widths;
        return of(fit, fit.at(moved, all), held -> held == number);
    }

    private static ConstantWorth of(EngineFit fit, LeastSquares.Solution there, IntPredicate held) {
        Map<String, List<double[]>> errors = new TreeMap<>();
        Map<String, double[]> misfits = new TreeMap<>();
        for (int row = 0; row < fit.rows().size(); row++) {
            double[] left = misfits.computeIfAbsent(
                    fit.rows().get(row).campaign(),
                    campaign -> fit.misfits(fit.without(campaign::equals, there, held.negate()), there));
            errors.computeIfAbsent(fit.rows().get(row).campaign(), unused -> new ArrayList<>())
                    .add(new double[] {error(left[2 * row]), error(left[2 * row + 1])});
        }
        return new ConstantWorth(median(errors, 0), median(errors, 1), mean(errors, 0), mean(errors, 1));
    }

    private static double error(double misfit) {
        return Math.min(FAR_OFF, Math.expm1(misfit));
    }

    private static double median(Map<String, List<double[]>> errors, int time) {
        return ErrorSummary.of(errors.values().stream()
                        .mapToDouble(rows -> summary(rows, time).median())
                        .toArray())
                .median();
    }

    private static double mean(Map<String, List<double[]>> errors, int time) {
        return errors.values().stream()
                .mapToDouble(rows -> summary(rows, time).mean())
                .average()
                .orElseThrow();
    }

    private static ErrorSummary summary(List<double[]> rows, int time) {
        return ErrorSummary.of(rows.stream().mapToDouble(row -> row[time]).toArray());
    }
}
