package dev.meshwright.lab.inference;

import static dev.meshwright.lab.inference.InventedRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.error.PublishedMeasurements;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.RowPrediction;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rows of deployments say, in units of the cost model, and what is said of those that say too little. */
class InferenceRowTest {

    private static final Catalogues CATALOGUES = MeasuredRows.catalogues();

    @Test
    void unitsBecomeSecondsAndTokensPerSecondAndGpu() {
        assertThat(InferenceRow.of(row("prefill", "ms", "concurrency", "1")).measured())
                .isEqualTo(0.01);
        assertThat(InferenceRow.of(row("prefill", "s", "concurrency", "1")).measured())
                .isEqualTo(10);
        assertThat(InferenceRow.of(row("decode", "tokens/s/user", "concurrency", "1"))
                        .measured())
                .isEqualTo(0.1);
        String[] two = {"n_gpus", "2", "tp", "2", "osl", "128", "concurrency", "4"};
        assertThat(InferenceRow.of(row("mixed (static batch)", "output tokens/s/GPU", two))
                        .measured())
                .isEqualTo(10);
        assertThat(InferenceRow.of(row("mixed (static batch)", "output tokens/s (2 GPUs)", two))
                        .measured())
                .isEqualTo(5);
        String[] perGpu = {"n_gpus", "8", "tp", "8", "osl", "128", "batch_per_gpu", "0.5"};
        assertThat(InferenceRow.of(row("mixed (static batch)", "output tokens/s (8 GPUs)", perGpu))
                        .sequences())
                .isEqualTo(4);
        // Rates per GPU of units are none of these.
        assertThat(InferenceRow.is(row("decode", "tokens/s/GPU"))).isFalse();
        assertThat(InferenceRow.is(row("prefill", "ms"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"TRT-LLM 1.3, TENSORRT_LLM", "tensorrt_llm, TENSORRT_LLM", "vllm 0.25, VLLM", "sglang, SGLANG"})
    void enginesHaveSeveralSpellings(String framework, Engine engine) {
        assertThat(InferenceRow.of(row("prefill", "ms", "framework", framework)).engine())
                .isEqualTo(engine);
    }

    @Test
    void whatIsMissingIsSaid() {
        assertRefused(row("mixed (PD)", "tokens/s/GPU"), "how many GPUs prefill and how many decode is not stated");
        assertRefused(row("prefill", "s", "n_gpus", "", "tp", ""), "neither n_gpus nor tp is stated");
        assertRefused(row("mixed (static batch)", "output tokens/s/GPU", "concurrency", "4"), "osl is missing");
        assertRefused(
                row("mixed (static batch)", "output tokens/s/GPU", "osl", "8"),
                "how many sequences a static batch has is not stated");
        assertRefused(
                row("mixed (static batch)", "output requests/s", "osl", "8", "concurrency", "4"),
                "no output tokens/s but output requests/s");
        assertRefused(row("prefill", "ms", "value", ""), "value is missing");
        assertRefused(row("prefill", "ms", "n_gpus", "3", "tp", "2"), "GPUs / (TP x PP) = 3/2 is no whole number");
        assertRefused(row("prefill", "ms", "n_gpus", "4", "dp", "2"), "GPUs are not TP x PP x attention copies");
        assertRefused(
                row("decode", "tokens/s/user", "settings", "MTP 3 draft tokens"),
                "speculative decoding without an accept length");
        assertRefused(row("prefill", "ms", "precision", "int3"), "unknown precision int3");
    }

    private static void assertRefused(Map<String, String> row, String reason) {
        RowPrediction prediction = new PublishedMeasurements().read(row).predict(CATALOGUES);
        assertThat(prediction.predicted()).isFalse();
        assertThat(prediction.reason()).isEqualTo(reason);
        assertThat(prediction.cells()).isEmpty();
    }
}
