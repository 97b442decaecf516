package dev.meshwright.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.Calibration.Factor;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.Catalogues;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class CalibrationFitTest {

    private static CalibrationFit fit(List<Map<String, String>> rows) {
        return CalibrationFit.of(MeasuredRows.SERVING.read(rows), MeasuredRows.catalogues(), () -> {});
    }

    private static Catalogues truth(Map<Factor, Double> factors) {
        return MeasuredRows.catalogues().with(new Calibration(factors, Set.of("h200-sxm"), Set.of("vllm")));
    }

    @Test
    void findsTheFactorsThatMadeTheMeasurements() {
        Map<Factor, Double> factors = new EnumMap<>(Factor.class);
        factors.put(Factor.MEMORY_RATE, 0.8);
        factors.put(Factor.LAYER_OVERHEAD, 1.6);
        factors.put(Factor.COMPUTE_RATE, 0.7);
        List<Map<String, String>> rows = MeasuredRows.measured(MeasuredRows.rows(), truth(factors), () -> 1);

        CalibrationFit fit = fit(rows);

        factors.forEach((factor, value) ->
                assertThat(fit.calibration().of(factor)).as(factor.label()).isCloseTo(value, within(0.04 * value)));
        assertThat(fit.after().get(Measure.TIME_PER_OUTPUT_TOKEN).mean()).isLessThan(0.01);
        assertThat(fit.crossValidated().get(Measure.TIME_PER_OUTPUT_TOKEN).mean())
                .isLessThan(fit.before().get(Measure.TIME_PER_OUTPUT_TOKEN).mean() / 5);
        assertThat(fit.calibration().gpus()).containsExactly("h200-sxm");
        assertThat(fit.calibration().engines()).containsExactly("vllm");
    }

    @Test
    void findsThemThroughNoise() {
        Random random = new Random(7);
        List<Map<String, String>> rows = MeasuredRows.measured(
                MeasuredRows.rows(),
                truth(Map.of(Factor.MEMORY_RATE, 0.75)),
                () -> Math.exp(0.03 * random.nextGaussian()));

        CalibrationFit fit = fit(rows);

        assertThat(fit.calibration().of(Factor.MEMORY_RATE)).isCloseTo(0.75, within(0.05));
        assertThat(fit.refused()).containsKey(Factor.NETWORK_RATE);
        assertThat(fit.refused().get(Factor.NETWORK_RATE)).isEqualTo("no measurement depends on it");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void refusesNoise(long seed) {
        Random random = new Random(seed);
        List<Map<String, String>> rows = MeasuredRows.measured(
                MeasuredRows.rows(), MeasuredRows.catalogues(), () -> Math.exp(0.15 * random.nextGaussian()));

        CalibrationFit fit = fit(rows);

        assertThat(fit.calibration().factors()).as("seed " + seed).isEmpty();
        assertThat(fit.refused()).hasSize(Factor.values().length);
        assertThat(fit.after()).isEqualTo(fit.before());
    }

    @Test
    void fiveRowsAreTheLeast() {
        List<Map<String, String>> rows =
                MeasuredRows.measured(MeasuredRows.rows().subList(0, 4), MeasuredRows.catalogues(), () -> 1);
        assertThatThrownBy(() -> fit(rows)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Three rows predict their own copies however wrong the fit is: copies are left out together. */
    @Test
    void copiesOfARowAreNoWitnessesOfIt() {
        List<Map<String, String>> few =
                MeasuredRows.measured(MeasuredRows.rows().subList(2, 5), MeasuredRows.catalogues(), () -> 1.1);
        List<Map<String, String>> copies =
                Stream.of(few, few, few).flatMap(List::stream).toList();
        assertThat(fit(copies).folds()).isEqualTo(3);
    }

    @Test
    void aFewRowsCanDetermineOneFactor() {
        List<Map<String, String>> rows = MeasuredRows.measured(
                MeasuredRows.rows().stream()
                        .filter(row -> row.get("tp_size").equals("4")
                                && !row.get("isl").equals("8192"))
                        .limit(8)
                        .toList(),
                truth(Map.of(Factor.MEMORY_RATE, 0.6)),
                () -> 1);

        CalibrationFit fit = fit(rows);

        assertThat(fit.crossValidated().get(Measure.TIME_PER_OUTPUT_TOKEN).median())
                .isLessThan(fit.before().get(Measure.TIME_PER_OUTPUT_TOKEN).median() / 3);
    }

    @Test
    void isTheSameEveryTime() {
        Random random = new Random(5);
        List<Map<String, String>> rows = MeasuredRows.measured(
                MeasuredRows.rows().subList(0, 10),
                truth(Map.of(Factor.LAYER_OVERHEAD, 2.0)),
                () -> Math.exp(0.05 * random.nextGaussian()));
        assertThat(fit(rows)).isEqualTo(fit(rows));
    }
}
