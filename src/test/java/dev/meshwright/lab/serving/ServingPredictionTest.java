package dev.meshwright.lab.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.cost.evaluation.ServingTimes;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServingPredictionTest {

    @Test
    void termsAddUpToTheirTimes() {
        ServingPrediction prediction = of(row("64"));
        assertThat(sum(prediction.outputTokenTerms())).isCloseTo(prediction.timePerOutputTokenSeconds(), within(1e-9));
        assertThat(sum(prediction.firstTokenTerms())).isCloseTo(prediction.timeToFirstTokenSeconds(), within(1e-9));
    }

    @Test
    void moreRequestsInFlightTakeLongerEach() {
        assertThat(of(row("64")).timePerOutputTokenSeconds())
                .isGreaterThan(of(row("8")).timePerOutputTokenSeconds());
        assertThat(of(row("64")).timeToFirstTokenSeconds())
                .isGreaterThan(of(row("8")).timeToFirstTokenSeconds());
    }

    /**
     * Of n = 64 requests in a train, each of which waits w steps, the i-th meets the prompts of the i - 1 before it, w at
     * most: w (w + 1)/2 of the n w steps carry none.
     */
    @Test
    void equalAnswersWaitForThePromptsOfTheirTrain() {
        Map<String, String> row = row("64");
        row.put("isl", "2000");
        row.put("osl", "500");
        MeasuredServing measured = measured(row);
        ServingTimes times =
                new ServingTimes(0.010, 0.008, 0.010, 0.020, 2, 0, 0.050, new ServingTimes.Burst(9, 0.2, 0));
        assertThat(measured.equalLengths()).isTrue();
        assertThat(measured.waitSeconds(times)).isCloseTo(2 * (1 - 3.0 / (2 * 64)) * (0.050 - 0.010), within(1e-12));
        assertThat(measured.timeToFirstTokenSeconds(times))
                .isCloseTo(
                        0.9 * (0.020 + 2 * 0.010 + 0.050 + measured.waitSeconds(times)) + 0.1 * (0.020 + 0.010 + 1),
                        within(1e-12));
    }

    /**
     * Nine full steps of 0.2 s read the prompts of a wave: a first token waits for 5 of them on average, and the sequence for
     * the 4 behind before it decodes 499 steps of 8 ms.
     */
    @Test
    void enginesThatReadPromptsApartServeEqualAnswersInWaves() {
        Map<String, String> row = row("64");
        row.put("backend", "sglang");
        row.put("isl", "2000");
        row.put("osl", "500");
        MeasuredServing measured = measured(row);
        ServingTimes times =
                new ServingTimes(0.010, 0.008, 0.010, 0.020, 2, 0, 0.050, new ServingTimes.Burst(9, 0.2, 0));
        assertThat(measured.timePerOutputTokenSeconds(times)).isCloseTo(0.008 + 4 * 0.2 / 499, within(1e-12));
        assertThat(measured.timeToFirstTokenSeconds(times)).isCloseTo(0.020 + 0.010 + 5 * 0.2, within(1e-12));
        assertThat(measured(row("64")).inWaves()).as("unequal answers").isFalse();
        ServingPrediction prediction = of(row);
        assertThat(sum(prediction.outputTokenTerms())).isCloseTo(prediction.timePerOutputTokenSeconds(), within(1e-9));
        assertThat(sum(prediction.firstTokenTerms())).isCloseTo(prediction.timeToFirstTokenSeconds(), within(1e-9));
    }

    private static MeasuredServing measured(Map<String, String> row) {
        ServingRow read = ServingRow.of(row);
        return MeasuredServing.of(read, ServingRecipe.of(read), MeasuredRows.catalogues());
    }

    /** Everything but decode's kernels takes as much longer as the software is older. */
    @Test
    void oldSoftwareIsSlower() {
        Map<String, String> old = row("8");
        old.put("backend_version", "0.11.2");
        double slowdown = of(old).timePerOutputTokenSeconds() / of(row("8")).timePerOutputTokenSeconds();
        assertThat(slowdown).isBetween(1.01, 1.2);
    }

    private static double sum(List<Outcome.Term> terms) {
        return terms.stream().mapToDouble(Outcome.Term::amount).sum();
    }

    private static ServingPrediction of(Map<String, String> row) {
        ServingRow read = ServingRow.of(row);
        return ServingPrediction.of(read, ServingRecipe.of(read), MeasuredRows.catalogues());
    }

    private static Map<String, String> row(String concurrency) {
        Map<String, String> row = new HashMap<>();
        row.put("model_path", "openai/gpt-oss-120b");
        row.put("system", "h200_sxm");
        row.put("backend", "vllm");
        row.put("precision", "fp4");
        row.put("isl", "1024");
        row.put("osl", "1024");
        row.put("tp_size", "2");
        row.put("moe_tp_size", "2");
        row.put("concurrency", concurrency);
        return row;
    }
}
