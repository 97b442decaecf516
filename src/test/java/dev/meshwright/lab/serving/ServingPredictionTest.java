package dev.meshwright.lab.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
     * Equal answers that start together end together. An engine that reads prompts apart lets nobody decode while any wait,
     * so that the last prompts of a wave hold up the first sequences; with unequal answers prompts come one by one.
     */
    @Test
    void enginesThatReadPromptsApartServeEqualAnswersInWaves() {
        Map<String, String> equal = row("64");
        equal.put("backend", "sglang");
        equal.put("lengths", "exact");
        equal.put("harness", "own");
        Map<String, String> drawn = row("64");
        drawn.put("backend", "sglang");
        assertThat(of(equal).timeToFirstTokenSeconds())
                .isGreaterThan(2 * of(drawn).timeToFirstTokenSeconds());
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
