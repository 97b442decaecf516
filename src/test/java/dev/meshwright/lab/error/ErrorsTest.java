package dev.meshwright.lab.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.base.resource.NamedConstants;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.cost.uncertainty.PredictionIntervals;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.PredictedRow;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.RowPrediction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorsTest {

    private static Outcome outcome(String id, double measured, double predicted, Outcome.Term... terms) {
        return Outcome.predicted(
                new RowLabels(id, "m", "g", "vllm", Phase.SERVING, "TP1"),
                Measure.TIME_PER_OUTPUT_TOKEN,
                measured,
                predicted,
                List.of(terms));
    }

    @Test
    void summaryOfErrors() {
        // errors: +10 %, -20 %, +40 %, 0 %
        ErrorSummary errors = ErrorSummary.of(
                List.of(outcome("a", 10, 11), outcome("b", 10, 8), outcome("c", 10, 14), outcome("d", 10, 10)));
        assertThat(errors.count()).isEqualTo(4);
        assertThat(errors.mean()).isCloseTo((0.1 + 0.2 + 0.4 + 0) / 4, within(1e-12));
        assertThat(errors.median()).isCloseTo((0.1 + 0.2) / 2, within(1e-12));
        assertThat(errors.signed()).isCloseTo((0 + 0.1) / 2, within(1e-12));
    }

    @Test
    void unpredictedOutcomesHaveNoError() {
        Outcome none = Outcome.unpredicted(
                new RowLabels("a", "m", "g", "e", Phase.SERVING, "l"), Measure.STEP_TIME, 3, "unknown model m");
        assertThat(ErrorSummary.of(List.of(none))).isEqualTo(ErrorSummary.NONE);
    }

    @Test
    void fitsMayUseTheRowsWhoseDigestIsEven() {
        // SHA-256 of "hello" ends in ...9824, of "abc" in ...15ad.
        assertThat(Half.even("hello")).isTrue();
        assertThat(Half.even("abc")).isFalse();
    }

    /** A row that a fit might have used is not one that it did: only those that come with Meshwright's list were. */
    @Test
    void rowsAreCalledFittedOnlyWhereTheyWere() {
        assertThat(Half.of(new RowLabels("hello", "", "", "", Phase.TRAINING, "")))
                .isEqualTo(Half.HELD_OUT);
        assertThat(Half.of(new RowLabels("bridge-0001", "", "", "", Phase.DECODE, "")))
                .isEqualTo(Half.HELD_OUT);
    }

    @Test
    void suspectsTheTermThatOneFactorMends() {
        Random random = new Random(1);
        List<Outcome> group = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            double experts = 1 + random.nextDouble() * 9;
            double attention = 1 + random.nextDouble() * 9;
            // Measured: experts take twice as long as predicted.
            group.add(outcome(
                    "row" + i,
                    2 * experts + attention,
                    experts + attention,
                    new Outcome.Term("experts", experts),
                    new Outcome.Term("attention", attention)));
        }
        Suspect suspect = Suspect.of(group).orElseThrow();
        assertThat(suspect.term()).isEqualTo("experts");
        assertThat(suspect.factor()).isCloseTo(2, within(0.05));
        assertThat(suspect.after()).isLessThan(0.02);
        assertThat(suspect.before()).isGreaterThan(0.2);
    }

    @Test
    void suspectsNobodyWhereNothingIsWrong() {
        List<Outcome> group = List.of(
                outcome("a", 3, 3, new Outcome.Term("experts", 3)),
                outcome("b", 4, 4, new Outcome.Term("experts", 4)),
                outcome("c", 5, 5, new Outcome.Term("experts", 5)));
        assertThat(Suspect.of(group)).isEqualTo(Optional.empty());
    }

    private static PredictedRow serving(String layout, int users, double measured, double predicted) {
        Map<String, String> cells =
                new LinkedHashMap<>(MeasuredRows.row("m", "g", Integer.parseInt(layout), 1, 1000, 1000, users));
        cells.put("silicon_tpot_ms", Double.toString(measured));
        Outcome outcome = Outcome.predicted(
                new RowLabels("", "m", "g", "vllm", Phase.SERVING, layout),
                Measure.TIME_PER_OUTPUT_TOKEN,
                measured / 1e3,
                predicted / 1e3,
                List.of());
        return new PredictedRow(MeasuredRows.SERVING.read(cells), new RowPrediction(Map.of(), "", List.of(outcome)));
    }

    @Test
    void regretOfTheWrongChoice() {
        // Tokens/s per GPU: TP2 with 8 users at 10 ms: 8 / 0.010 / 2 = 400; TP4 with 8 users at 8 ms: 8 / 0.008 / 4 =
        // 250.
        // Predicted the other way round: TP2 at 30 ms: 133; TP4 at 8 ms: 250. Floors of 15, 30, 60 tokens/s per user
        // are all reached (100 and 125 tokens/s).
        Regret regret = Regret.of(List.of(serving("2", 8, 10, 30), serving("4", 8, 8, 8)));
        assertThat(regret.choices()).isEqualTo(3);
        assertThat(regret.mean()).isCloseTo(1 - 250.0 / 400, within(1e-12));
        assertThat(regret.exact()).isZero();
    }

    @Test
    void noRegretWithoutAChoice() {
        assertThat(Regret.of(List.of(serving("2", 8, 10, 30), serving("2", 16, 12, 8))))
                .isEqualTo(Regret.NONE);
        // Only one layout reaches the floor of 15 tokens/s per user: 100 ms are 10 tokens/s.
        assertThat(Regret.of(List.of(serving("2", 8, 10, 30), serving("4", 16, 100, 8))))
                .isEqualTo(Regret.NONE);
    }

    @Test
    void intervalsComeFromQuantiles() {
        assertThat(Residuals.quantile(new double[] {0, 1, 2, 3, 4}, 0.1)).isCloseTo(0.4, within(1e-12));
        assertThat(Residuals.quantile(new double[] {0, 1, 2, 3, 4}, 0.9)).isCloseTo(3.6, within(1e-12));
        Map<String, Double> values = Map.of(
                "serving.timePerOutputToken.low", -0.2,
                "serving.timePerOutputToken.high", 0.1,
                "serving.timePerOutputToken.rows", 50.0);
        var interval = PredictionIntervals.of(NamedConstants.of("residuals", values))
                .interval(List.of(Phase.DECODE, Phase.SERVING), Measure.TIME_PER_OUTPUT_TOKEN, 0.02)
                .orElseThrow();
        // Predicted 10 % too large in one row of ten: the measurement is below 0.02 / e^0.1 there.
        assertThat(interval.low()).isCloseTo(0.02 * Math.exp(-0.1), within(1e-12));
        assertThat(interval.high()).isCloseTo(0.02 * Math.exp(0.2), within(1e-12));
        assertThat(interval.rows()).isEqualTo(50);
        assertThat(interval.phase()).isEqualTo(Phase.SERVING);
    }

    @Test
    void residualsAreWrittenForTheHalfThatNoFitSaw() throws java.io.IOException {
        List<Map<String, String>> rows =
                MeasuredRows.measured(MeasuredRows.rows(), MeasuredRows.catalogues(), () -> 1.25);
        Validation validation =
                Validation.of(MeasuredRows.SERVING, MeasuredRows.SERVING.read(rows), MeasuredRows.catalogues());
        Residuals residuals = new Residuals(row -> java.util.Optional.of("hopper"));
        residuals.add(validation);
        Properties written = new Properties();
        written.load(new java.io.StringReader(residuals.properties()));
        long heldOut = rows.size();
        assertThat(written.getProperty("serving.timePerOutputToken.rows")).isEqualTo(Long.toString(heldOut));
        // Every row is predicted a quarter too small: ln(1 / 1.25) = -0.2231 at every quantile.
        assertThat(written.getProperty("serving.timePerOutputToken.low")).isEqualTo("-0.2231");
        assertThat(written.getProperty("serving.timePerOutputToken.high")).isEqualTo("-0.2231");
        assertThat(written.getProperty("serving.throughput.low")).isEqualTo("0.2231");
    }

    /** Of errors of 3, 10, 20 and 21 % one, two and three of four are small; the sign does not count. */
    @Test
    void sharesOfSmallErrors() {
        ErrorSummary errors = ErrorSummary.of(new double[] {0.03, -0.1, 0.2, -0.21});
        assertThat(errors.within()).isEqualTo(new ErrorSummary.Within(0.25, 0.5, 0.75));
    }
}
