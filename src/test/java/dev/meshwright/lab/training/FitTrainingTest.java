package dev.meshwright.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.lab.training.TrainingMeasurements.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Fits the constants of {@code training.properties} that say "Fitted" to half of the complete training rows (published.csv,
 * training_2.csv) and of the runs of cut models, and prints them: {@code mvn test -Dtest=FitTrainingTest -Dmeshwright.fit=true}. Deterministic: a search along one constant at
 * a time, from what is expected of each, its steps halved when none helps.
 *
 * <p>The loss is the mean of |ln(predicted / measured)|, at most {@link #WORST} per row, so that rows whose record is wrong
 * pull no harder than others that miss. A row counts less the more rows share its model and GPU.
 */
class FitTrainingTest {

    private static final double WORST = 0.5;
    private static final double FIRST_STEP = 0.2;
    private static final double LAST_STEP = 0.02;

    /** Mean of |ln(predicted / measured)| that the fit reaches: weighs what is expected against what is measured. */
    private static final double SCALE = 0.08;

    /**
     * What a constant's meaning says of it before any row is read.
     *
     * @param expected value
     * @param width standard deviation of its logarithm
     * @param low least value that makes sense
     * @param high largest value that makes sense
     */
    record Expectation(double expected, double width, double low, double high) {
        double squared(double value) {
            double deviation = Math.log(value / expected) / width;
            return deviation * deviation;
        }
    }

    /** Fitted constants with what is expected of them. */
    static final Map<String, Expectation> FITTED = fitted();

    private static Map<String, Expectation> fitted() {
        Map<String, Expectation> ranges = new LinkedHashMap<>();
        ranges.put("blackwell.flopsPerJoule", new Expectation(1.05e12, 0.1, 0.8e12, 2e12));
        ranges.put("narrow.flopsPerJoule", new Expectation(2.4, 0.2, 1.5, 4));
        ranges.put("recurrence.scanShare", new Expectation(0.1, 1, 0.01, 1));
        ranges.put("exchange.linkShare", new Expectation(0.7, 0.15, 0.2, 0.9));
        ranges.put("host.fused.layerSeconds", new Expectation(0.0006, 0.7, 1e-5, 0.003));
        ranges.put("host.fused.mixtureSeconds", new Expectation(0.0012, 0.7, 1e-5, 0.004));
        ranges.put("host.fused.expertSeconds", new Expectation(0.00005, 0.7, 1e-6, 0.0003));
        ranges.put("host.fused.narrowMovementShare", new Expectation(0.38, 0.3, 0.1, 0.9));
        ranges.put("host.captured.narrowMovementShare", new Expectation(0.6, 0.3, 0.1, 0.9));
        ranges.put("host.evenness", new Expectation(3, 0.3, 1, 20));
        return ranges;
    }

    /** What validate counts as fitted is what is fitted here. */
    @Test
    void theCountedConstantsAreTheFittedOnes() {
        assertThat(FITTED.keySet()).containsExactlyInAnyOrderElementsOf(TrainingConstants.FITTED);
    }

    @Test
    void fits() {
        assumeTrue(Boolean.getBoolean("meshwright.fit"), "run with -Dmeshwright.fit=true");
        List<Measured> all = complete();
        List<Measured> half = half(all);
        Map<String, Double> values = fit(half, expected(), "");
        TrainingConstants constants = TrainingConstants.standard().with(values);
        values.forEach((name, value) -> System.out.printf(Locale.ROOT, "%s = %.3g%n", name, value));
        report("fitted half", all, Measured::fitted, constants);
        report("other half", all, measured -> !measured.fitted(), constants);
        report("cut models, all", TrainingMeasurements.cut(), measured -> true, constants);
        assertThat(objective(half, standard())).isCloseTo(objective(half, values), within(5e-4));
    }

    /**
     * Each campaign (a model on a kind of GPU by one harness) with several rows predicted by constants fitted without it, from
     * those fitted to all: {@code mvn test -Dtest=FitTrainingTest -Dmeshwright.leaveOneOut=true}. A constant earns its place if
     * the medians grow where it is held at what is expected of it ({@code -Dmeshwright.without=NAME}).
     */
    @Test
    void leavesOneCampaignOut() {
        assumeTrue(Boolean.getBoolean("meshwright.leaveOneOut"), "run with -Dmeshwright.leaveOneOut=true");
        List<Measured> all = complete();
        List<Measured> half = half(all);
        String without = System.getProperty("meshwright.without", "");
        Map<String, Double> start = fit(half, expected(), without);
        Map<String, Long> rows =
                all.stream().collect(Collectors.groupingBy(Measured::campaign, TreeMap::new, Collectors.counting()));
        List<Double> medians = new ArrayList<>();
        rows.forEach((campaign, count) -> {
            if (count >= SEVERAL_ROWS) {
                List<Measured> others = half.stream()
                        .filter(measured -> !measured.campaign().equals(campaign))
                        .toList();
                TrainingConstants constants = TrainingConstants.standard()
                        .with(others.size() == half.size() ? start : fit(others, start, without));
                medians.add(
                        report(campaign, all, measured -> measured.campaign().equals(campaign), constants));
                assertThat(others).isNotEmpty();
            }
        });
        medians.sort(null);
        System.out.printf(
                Locale.ROOT,
                "median of medians %.1f %%, mean %.1f %%%n",
                medians.get(medians.size() / 2),
                medians.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
    }

    private static final int SEVERAL_ROWS = 3;

    private static List<Measured> complete() {
        return Stream.concat(TrainingMeasurements.published().stream(), TrainingMeasurements.further().stream())
                .filter(Measured::complete)
                .toList();
    }

    private static List<Measured> half(List<Measured> all) {
        return Stream.concat(all.stream(), TrainingMeasurements.cut().stream())
                .filter(Measured::fitted)
                .toList();
    }

    /** Prints the errors and returns their median, in per cent. */
    private static double report(
            String name, List<Measured> all, Predicate<Measured> chosen, TrainingConstants constants) {
        double[] errors = all.stream()
                .filter(chosen)
                .mapToDouble(measured ->
                        Math.abs(measured.seconds(constants) / measured.ran().stepSeconds() - 1))
                .sorted()
                .toArray();
        double median = 50 * (errors[(errors.length - 1) / 2] + errors[errors.length / 2]);
        System.out.printf(
                Locale.ROOT,
                "%s: %d rows, median %.1f %%, mean %.1f %%%n",
                name,
                errors.length,
                median,
                100 * Arrays.stream(errors).average().orElseThrow());
        return median;
    }

    private static Map<String, Double> expected() {
        Map<String, Double> values = new LinkedHashMap<>();
        FITTED.forEach((name, expectation) -> values.put(name, expectation.expected()));
        return values;
    }

    private static Map<String, Double> standard() {
        Map<String, Double> values = new LinkedHashMap<>();
        FITTED.keySet()
                .forEach(name -> values.put(name, TrainingConstants.standard().value(name)));
        return values;
    }

    /** Constants from {@code start}, all but {@code without}, which stays at what is expected of it. */
    static Map<String, Double> fit(List<Measured> rows, Map<String, Double> start, String without) {
        Map<String, Double> values = new LinkedHashMap<>(start);
        double best = objective(rows, values);
        for (double step = FIRST_STEP; step >= LAST_STEP; ) {
            double before = best;
            for (Map.Entry<String, Expectation> constant : FITTED.entrySet()) {
                if (constant.getKey().equals(without)) {
                    continue;
                }
                for (double factor : new double[] {1 + step, 1 / (1 + step)}) {
                    double old = values.get(constant.getKey());
                    Expectation range = constant.getValue();
                    values.put(constant.getKey(), Math.clamp(old * factor, range.low(), range.high()));
                    double loss = objective(rows, values);
                    if (loss < best - 1e-6) {
                        best = loss;
                        break;
                    }
                    values.put(constant.getKey(), old);
                }
            }
            if (best > before - 1e-4) {
                step /= 2;
            }
        }
        return values;
    }

    /** The loss, and what the values deviate from what is expected of them, as errors of scale {@link #SCALE} weigh it. */
    static double objective(List<Measured> rows, Map<String, Double> values) {
        double squares = 0;
        for (Map.Entry<String, Double> value : values.entrySet()) {
            squares += FITTED.get(value.getKey()).squared(value.getValue());
        }
        return loss(rows, TrainingConstants.standard().with(values)) + SCALE / 2 / rows.size() * squares;
    }

    static double loss(List<Measured> rows, TrainingConstants constants) {
        Map<String, Long> kinds =
                rows.stream().collect(Collectors.groupingBy(FitTrainingTest::kind, Collectors.counting()));
        double sum = 0;
        double weights = 0;
        for (Measured measured : rows) {
            double weight = 1 / Math.sqrt(kinds.get(kind(measured)));
            double error = Math.abs(
                    Math.log(measured.seconds(constants) / measured.ran().stepSeconds()));
            sum += weight * Math.min(WORST, error);
            weights += weight;
        }
        return sum / weights;
    }

    private static String kind(Measured measured) {
        return measured.model() + " " + measured.gpu();
    }
}
