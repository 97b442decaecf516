package dev.meshwright.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.RowPrediction;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of cut models whose columns contradict each other, or leave out what follows. */
class TrainingMemoryRowTest {

    private static RowPrediction predicted(String column, String value) {
        Map<String, String> row = new HashMap<>(
                Map.of("case", "a", "model", "llama3_70b", "layers", "12", "gpu", "B200", "gpus", "8", "tp", "2"));
        row.putAll(Map.of("dp", "4", "micro_batches", "4", "precision", "bf16"));
        row.putAll(Map.of("measured_step_ms", "700", "measured_peak_gib", "60"));
        row.put(column, value);
        return new TrainingMemoryMeasurements().read(row).predict(MeasuredRows.catalogues());
    }

    /** 8 GPUs of which 2 split each layer hold 4 copies, whether the row says so or not. */
    @Test
    void copiesFollowFromTheGpus() {
        assertThat(predicted("dp", "").cells())
                .isNotEmpty()
                .isEqualTo(predicted("dp", "4").cells());
    }

    @ParameterizedTest
    @CsvSource({
        "dp, 1000000, dp = 1000000 is not GPUs / (TP x PP x CP) = 4",
        "gpus, 7, GPUs / (TP x PP x CP) = 7/2 is no whole number",
        "micro_batches, 1000000000, sequences of a step are too many",
        "model, '', model is missing",
        "gpu, '', the GPU is missing"
    })
    void contradictionsAreRefused(String column, String value, String reason) {
        assertThat(predicted(column, value).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"Llama-3.1-70B", "meta-llama/Meta-Llama-3-70B", "llama3-70b"})
    void modelsAreFoundByTheirOtherNames(String model) {
        assertThat(predicted("model", model).cells())
                .isEqualTo(predicted("tp", "2").cells());
    }
}
