package dev.meshwright.lab.fit;

import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.Calibration.Factor;
import dev.meshwright.cost.uncertainty.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which factors the data determines: beginning with none, the one is added that lowers the cross-validated error most,
 * while it lowers it by more than chance would. Series of rows (one layout at growing load) are left out together where
 * there are enough of them, because neighbours predict each other; repetitions of one deployment always are.
 */
final class FactorSelection {

    /** A factor must lower the cross-validated squared error by this share of it. */
    private static final double WORTH = 0.05;

    /** And by this many standard errors of the difference over the folds: so that luck is rarely kept. */
    private static final double STANDARD_ERRORS = 2;

    /**
     * A gain of this share is believed at one standard error: a factor that few of the rows depend on, such as the compute
     * rate where prompts are short, mends those a lot and the others not at all, which looks like scatter.
     */
    private static final double LARGE = 0.25;

    /** Effects that correlate more than this cannot be told apart. */
    private static final double SAME = 0.9;

    /** A factor that moves no figure by a thousandth when it changes by a tenth has no effect here. */
    private static final double NO_EFFECT = 0.01;

    /** Residuals count in spreads of their measure: less than this is no loss to speak of. */
    private static final double HALF_A_SPREAD = 0.5;

    private static final int FEWEST_SERIES = 5;
    private static final int MOST_FOLDS = 20;
    private static final int FOLDS_OF_MANY = 8;
    private static final int MANY_ROWS = 100;

    private final Response response;
    private final FactorFit fit;
    private final int[] folds;
    private final int foldCount;

    private final List<Factor> chosen = new ArrayList<>();
    private final Map<Factor, String> refused = new EnumMap<>(Factor.class);

    FactorSelection(Response response) {
        this.response = response;
        this.fit = new FactorFit(response);
        this.folds = folds();
        this.foldCount = IntStream.of(folds).max().orElse(0) + 1;
        select();
    }

    /** The factors that are kept, the most useful first. */
    List<Factor> chosen() {
        return List.copyOf(chosen);
    }

    /** Why each other factor is not. */
    Map<Factor, String> refused() {
        return refused;
    }

    /** The fold of each point. */
    int fold(int point) {
        return folds[point];
    }

    int foldCount() {
        return foldCount;
    }

    private int[] folds() {
        int points = response.points().size();
        int[] bySeries = numbered(points, point -> response.points().get(point).series());
        int[] byDeployment = numbered(points, response::deployment);
        int rows = points == 0 ? 0 : response.points().getLast().row() + 1;
        int[] numbers = count(bySeries) >= FEWEST_SERIES ? bySeries : byDeployment;
        int count = Math.min(rows > MANY_ROWS ? FOLDS_OF_MANY : MOST_FOLDS, count(numbers));
        return IntStream.of(numbers).map(number -> number % count).toArray();
    }

    /** Numbers for points, from 0 on, the same for those of which {@code key} says the same. */
    private static int[] numbered(int points, IntFunction<Object> key) {
        Map<Object, Integer> known = new HashMap<>();
        return IntStream.range(0, points)
                .map(point -> {
                    int next = known.size();
                    return known.computeIfAbsent(key.apply(point), unused -> next);
                })
                .toArray();
    }

    private static int count(int[] numbers) {
        return IntStream.of(numbers).max().orElse(-1) + 1;
    }

    private void select() {
        double[] errors = errors(List.of());
        List<Factor> open = new ArrayList<>();
        for (Factor factor : Factor.values()) {
            if (largest(response.sensitivity(factor)) < NO_EFFECT) {
                refused.put(factor, "no measurement depends on it");
            } else {
                open.add(factor);
            }
        }
        while (!open.isEmpty()) {
            Factor best = open.getFirst();
            double[] least = errors(with(best));
            for (Factor factor : open.subList(1, open.size())) {
                double[] tried = errors(with(factor));
                if (sum(tried) < sum(least)) {
                    best = factor;
                    least = tried;
                }
            }
            if (!helps(errors, least)) {
                break;
            }
            open.remove(best);
            if (atBound(best)) {
                refused.put(best, "would have to change by more than a factor of 3: something else is wrong");
            } else {
                chosen.add(best);
                errors = least;
            }
        }
        dropHarmful();
        for (Factor factor : open) {
            refused.put(factor, reason(factor, errors, errors(with(factor))));
        }
    }

    /** Drops factors without which a measure is predicted better, whatever they do for the others. */
    private void dropHarmful() {
        for (Factor factor : List.copyOf(chosen).reversed()) {
            List<Factor> others = new ArrayList<>(chosen);
            others.remove(factor);
            worsened(others).ifPresent(measure -> {
                chosen.remove(factor);
                refused.put(factor, "would make predictions of the " + measure.words() + " worse");
            });
        }
    }

    /**
     * A measure whose cross-validated error is larger with all chosen factors than with {@code others}, and more than half of its
     * usual spread; empty without one.
     */
    private Optional<Measure> worsened(List<Factor> others) {
        for (Measure measure : Measure.values()) {
            long points = response.points().stream()
                    .filter(point -> point.measure() == measure)
                    .count();
            double error = sum(errors(chosen, measure));
            if (error > (1 + WORTH) * sum(errors(others, measure)) && error > HALF_A_SPREAD * HALF_A_SPREAD * points) {
                return Optional.of(measure);
            }
        }
        return Optional.empty();
    }

    private List<Factor> with(Factor factor) {
        List<Factor> factors = new ArrayList<>(chosen);
        factors.add(factor);
        return factors;
    }

    /** Sum of squared residuals of each fold, fitted without it. */
    private double[] errors(List<Factor> factors) {
        return errors(factors, point -> true);
    }

    /** The same of one measure. */
    private double[] errors(List<Factor> factors, Measure measure) {
        return errors(factors, point -> response.points().get(point).measure() == measure);
    }

    private double[] errors(List<Factor> factors, IntPredicate counted) {
        double[] errors = new double[foldCount];
        for (int fold = 0; fold < foldCount; fold++) {
            int left = fold;
            double[] residuals = fit.residuals(factors, fit.fit(factors, point -> folds[point] != left));
            for (int point = 0; point < folds.length; point++) {
                errors[fold] += folds[point] == fold && counted.test(point) ? residuals[point] * residuals[point] : 0;
            }
        }
        return errors;
    }

    private boolean helps(double[] before, double[] after) {
        double gain = sum(before) - sum(after);
        double mean = gain / foldCount;
        double variance = 0;
        for (int fold = 0; fold < foldCount; fold++) {
            double difference = before[fold] - after[fold] - mean;
            variance += difference * difference / Math.max(1, foldCount - 1);
        }
        double standardError = Math.sqrt(variance * foldCount);
        boolean sure = gain > WORTH * sum(before) && gain > STANDARD_ERRORS * standardError;
        return sure || (gain > LARGE * sum(before) && gain > standardError);
    }

    private boolean atBound(Factor factor) {
        double[] values = fit.fit(with(factor), point -> true);
        double value = values[values.length - 1];
        return Math.abs(value) > Math.log(Calibration.MOST) - 1e-6;
    }

    private String reason(Factor factor, double[] before, double[] after) {
        for (Factor kept : chosen) {
            if (Math.abs(correlation(response.sensitivity(factor), response.sensitivity(kept))) > SAME) {
                return "cannot be told from " + kept.label() + ": both change these measurements alike";
            }
        }
        double change = Math.sqrt(sum(after) / sum(before)) - 1;
        String percent = String.format(Locale.ROOT, "%.1f %%", 100 * Math.abs(change));
        return change < 0
                ? "would lower the cross-validated error by " + percent + " only, which chance can do"
                : "would raise the cross-validated error by " + percent;
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    private static double correlation(double[] first, double[] second) {
        double product = 0;
        double one = 0;
        double other = 0;
        for (int i = 0; i < first.length; i++) {
            product += first[i] * second[i];
            one += first[i] * first[i];
            other += second[i] * second[i];
        }
        return one == 0 || other == 0 ? 0 : product / Math.sqrt(one * other);
    }
}
