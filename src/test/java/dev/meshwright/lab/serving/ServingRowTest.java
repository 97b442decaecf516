package dev.meshwright.lab.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.RowPrediction;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rows of measurements that nobody here has seen may hold. */
class ServingRowTest {

    private static Map<String, String> row(String... changed) {
        Map<String, String> row = new HashMap<>(MeasuredRows.row("deepseek-v3", "h200-sxm", 8, 1, 1024, 1024, 64));
        for (int i = 0; i < changed.length; i += 2) {
            row.put(changed[i], changed[i + 1]);
        }
        return row;
    }

    private static RowPrediction predicted(Map<String, String> row) {
        return new ServingMeasurements().read(row).predict(MeasuredRows.catalogues());
    }

    /** Engines split experts over all GPUs unless told to spread them: 8 x 2 GPUs, and what one degree leaves the other. */
    @ParameterizedTest
    @CsvSource({"'', '', 1, 16", "4, '', 4, 4", "'', 2, 8, 2", "0, 0, 1, 16", "8, 2, 8, 2", "32, '', 32, 1"})
    void degreesOfExpertsFollowFromEachOther(String expert, String expertTensor, int ranks, int split) {
        ServingRow row =
                ServingRow.of(row("attention_dp_size", "2", "moe_ep_size", expert, "moe_tp_size", expertTensor));
        assertThat(row.degrees()).isEqualTo(new RowDegrees(8, 2, ranks, split, 1));
    }

    @Test
    void rowsWithoutDegreesOfExpertsArePredictedAsTheSameRowWith() {
        RowPrediction silent = predicted(row("moe_ep_size", "", "moe_tp_size", ""));
        assertThat(silent.predicted()).isTrue();
        assertThat(silent.cells()).isEqualTo(predicted(row()).cells());
    }

    @ParameterizedTest
    @CsvSource({"TensorRT-LLM", "tensorrt_llm", "TRTLLM", "trt-llm", "trt"})
    void enginesHaveSeveralSpellings(String backend) {
        Map<String, String> row = row("backend", backend);
        assertThat(ServingRow.of(row).engine()).isEqualTo(Engine.TENSORRT_LLM);
        assertThat(new ServingMeasurements().read(row).source().engine()).hasValue("tensorrt-llm");
    }

    @ParameterizedTest
    @CsvSource({
        "backend, '', backend is missing",
        "backend, llama.cpp, unknown engine llama.cpp",
        "model_path, '', model_path is missing",
        "system, '', system is missing",
        "tp_size, 1.5, tp_size is no whole number: 1.5",
        "concurrency, 0.5, concurrency is no whole number: 0.5",
        "concurrency, 3e9, concurrency is beyond what is counted: 3e9",
        "concurrency, '', neither concurrency nor batch_size is stated"
    })
    void whatIsWrongIsSaid(String column, String value, String reason) {
        assertThatThrownBy(() -> ServingRow.of(row(column, value)))
                .isInstanceOf(UnpredictableRowException.class)
                .hasMessage(reason);
    }

    @Test
    void stagesWithoutLayersAreRefusedInNumbers() {
        assertThat(predicted(row("pp_size", "100")).reason())
                .isEqualTo("the degrees do not fit together: pipeline x virtualStages = 100, where the limit is 61");
    }

    /** The name says more than a label that is left out. */
    @Test
    void formatsInNamesAreReadWhereNothingElseStatesThem() {
        RowPrediction named = predicted(row("model_path", "nvidia/DeepSeek-V3-FP8", "precision", ""));
        assertThat(named.cells()).isEqualTo(predicted(row()).cells());
        assertThat(predicted(row("precision", "")).cells()).isNotEqualTo(named.cells());
    }

    @ParameterizedTest
    @CsvSource({"fp8, FP8_block", "bf16, bfloat16", "int4, w4a16", "int8, w8a8"})
    void formatsHaveSeveralSpellings(String label, String other) {
        assertThat(predicted(row("precision", other)).cells())
                .isEqualTo(predicted(row("precision", label)).cells())
                .isNotEmpty();
    }

    @Test
    @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void enormousProvenanceTakesNoTime() {
        ServingRow row = ServingRow.of(row("silicon_data_source", "nightly".repeat(20_000)));
        assertThat(row.built()).isEmpty();
        assertThat(ServingRow.of(row("backend_version", "nightly-dev-20260216-d3bae71e"))
                        .built())
                .isPresent();
    }
}
