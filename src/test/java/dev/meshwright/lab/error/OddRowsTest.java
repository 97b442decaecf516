package dev.meshwright.lab.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.MeasurementKind;
import dev.meshwright.lab.row.RowPrediction;
import dev.meshwright.lab.serving.ServingMeasurements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever stands in the columns of a row, it is predicted with finite figures or refused with a reason. */
class OddRowsTest {

    private static final long SEED = 20_260_401;

    private static final List<String> COUNTS =
            List.of("", "0", "0.5", "1", "2", "3", "7", "64", "999", "65536", "100000", "2147483647", "3e9");

    private static final List<String> VERSIONS = List.of(
            "", "v0.19.0", "nightly-dev-20261399", "nightly-20000101", "0.5", "../../x", "0000-01", "2025-13", "$1\\");

    private static final Map<String, List<String>> SERVING = columns(
            List.of(
                    "isl",
                    "osl",
                    "concurrency",
                    "batch_size",
                    "tp_size",
                    "pp_size",
                    "attention_dp_size",
                    "moe_tp_size",
                    "moe_ep_size"),
            Map.of(
                    "backend", List.of("vllm", "sglang", "trtllm", "llama.cpp", ""),
                    "backend_version", VERSIONS,
                    "silicon_data_source",
                            List.of(
                                    "measured=2026-13-45",
                                    "measured=0000-00-00",
                                    "measured=0000-01-01",
                                    "measured=2025-11-02",
                                    "measured=9999-12-31"),
                    "precision", List.of("", "fp8", "int3"),
                    "system", List.of("h200_sxm", "b200_sxm", "", "_", "--", "b200_")));

    private static final Map<String, List<String>> PUBLISHED = columns(
            List.of(
                    "n_gpus",
                    "gpus_per_node",
                    "tp",
                    "ep",
                    "pp",
                    "cp",
                    "dp",
                    "vpp",
                    "etp",
                    "mbs",
                    "gbs",
                    "seq_len",
                    "isl"),
            Map.of(
                    "osl", COUNTS,
                    "batch_per_gpu", COUNTS,
                    "concurrency", COUNTS,
                    "step_s", List.of("", "0", "1.5"),
                    "unit", List.of("ms", "s", "tokens/s/GPU", "output tokens/s/GPU", "tokens/s/user", "furlongs"),
                    "phase",
                            List.of(
                                    "train",
                                    "sft",
                                    "prefill",
                                    "decode",
                                    "mixed (static batch)",
                                    "mixed (in-flight batching)",
                                    "moe-layer fwd+bwd",
                                    "prefil",
                                    ""),
                    "framework",
                            List.of("TensorRT-LLM", "TensorRT-LLM v", "vLLM 2025-13", "vLLM 0000-01", "SGLang", ""),
                    "settings",
                            List.of(
                                    "",
                                    "0k chunks",
                                    "99999999999k chunks",
                                    "mtp, 0 draft tokens, accept length 1.5",
                                    "99999999999 redundant experts",
                                    "mtp, 99999999999 draft tokens, accept length 1.5"),
                    "arch_ref", List.of("", "hidden 99999999999 moe_ffn 64 8 experts top2")));

    private static Map<String, List<String>> columns(List<String> counts, Map<String, List<String>> words) {
        Map<String, List<String>> columns = new HashMap<>(words);
        counts.forEach(column -> columns.put(column, COUNTS));
        return columns;
    }

    @Test
    void servingRows() {
        Map<String, String> row = MeasuredRows.row("deepseek-v3", "h200_sxm", 8, 8, 1024, 1024, 64);
        row.put("silicon_ttft_ms", "300");
        row.put("silicon_tpot_ms", "20");
        assertFiniteOrRefused(new ServingMeasurements(), row, SERVING, 300);
    }

    /** Rows that scripts are looked up for: degrees whose product overflows, labels that no GPUs can have. */
    @Test
    void rowsOfPublishedBenchmarks() {
        for (String model : List.of("deepseek-v3", "minimax-m2.5", "qwen3.5-397b-a17b")) {
            Map<String, String> row = MeasuredRows.row(model, "b200_sxm", 8, 8, 1024, 1024, 64);
            row.put("silicon_ttft_ms", "300");
            row.put("silicon_tpot_ms", "20");
            row.put("silicon_data_source", "measured=2025-11-02");
            assertFiniteOrRefused(new ServingMeasurements(), row, SERVING, 100);
        }
        Map<String, String> overflowing = MeasuredRows.row("minimax-m2.5", "h200_sxm", 65536, 1, 1024, 1024, 64);
        overflowing.put("silicon_tpot_ms", "20");
        overflowing.put("attention_dp_size", "65536");
        overflowing.put("silicon_data_source", "measured=2026-03-28");
        assertThat(new ServingMeasurements()
                        .read(overflowing)
                        .predict(MeasuredRows.catalogues())
                        .reason())
                .contains("GPUs");
    }

    @Test
    void publishedRows() {
        Map<String, String> row = new HashMap<>(
                Map.of("id", "odd", "model", "Mixtral-8x7B", "gpu", "H100-SXM-80", "precision", "bf16", "value", "10"));
        row.putAll(Map.of(
                "n_gpus", "8", "tp", "2", "ep", "4", "pp", "1", "mbs", "1", "gbs", "64", "seq_len", "4096", "isl",
                "512"));
        row.putAll(
                Map.of("osl", "64", "batch_per_gpu", "4", "unit", "tokens/s/GPU", "phase", "train", "step_s", "1.5"));
        row.put("framework", "TensorRT-LLM");
        assertFiniteOrRefused(new PublishedMeasurements(), row, PUBLISHED, 1500);
    }

    private static void assertFiniteOrRefused(
            MeasurementKind kind, Map<String, String> plain, Map<String, List<String>> odd, int rows) {
        Catalogues catalogues = MeasuredRows.catalogues();
        Random random = new Random(SEED);
        List<String> columns = odd.keySet().stream().sorted().toList();
        assertThat(kind.read(plain).predict(catalogues).predicted()).isTrue();
        int predicted = 0;
        for (int number = 0; number < rows; number++) {
            Map<String, String> row = new HashMap<>(plain);
            Map<String, String> changed = new HashMap<>();
            for (int change = 0; change <= random.nextInt(3); change++) {
                String column = columns.get(random.nextInt(columns.size()));
                List<String> values = odd.get(column);
                changed.put(column, values.get(random.nextInt(values.size())));
            }
            row.putAll(changed);
            RowPrediction prediction = kind.read(row).predict(catalogues);
            if (prediction.predicted()) {
                predicted++;
                assertThat(prediction.outcomes()).as("%s", changed).allSatisfy(outcome -> assertThat(
                                outcome.predicted().orElseThrow())
                        .isPositive()
                        .isLessThan(1e18));
            } else {
                assertThat(prediction.reason()).as("%s", changed).isNotEmpty();
            }
        }
        assertThat(predicted).isBetween(rows / 10, 9 * rows / 10);
    }
}
