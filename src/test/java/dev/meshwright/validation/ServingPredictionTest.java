package dev.meshwright.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.io.EfficiencyFiles;
import dev.meshwright.io.GpuCatalogue;
import dev.meshwright.io.ModelCatalogue;
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

    private static double sum(List<Outcome.Term> terms) {
        return terms.stream().mapToDouble(Outcome.Term::amount).sum();
    }

    private static ServingPrediction of(Map<String, String> row) {
        return ServingPrediction.of(
                ServingRow.of(row),
                name -> ModelCatalogue.standard().find(name).map(ModelCatalogue.Entry::model),
                GpuCatalogue.standard()::find,
                gpu -> EfficiencyFiles.forArchitecture(gpu.family()));
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
