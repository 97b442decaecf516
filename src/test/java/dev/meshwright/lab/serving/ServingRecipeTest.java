package dev.meshwright.lab.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cost.engine.EngineSettings;
import dev.meshwright.facts.model.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ServingRecipeTest {

    private static final RowDegrees SPLIT = new RowDegrees(8, 1, 1, 8, 1);

    @Test
    void rowsAreReadWithTheScriptOfTheirDay() {
        ServingRow old = row("deepseek-ai/DeepSeek-V3", "b200_sxm", "trtllm", "fp4", 8, 256, "measured=2025-11-02T00");
        assertThat(ServingRecipe.of(old).deployed(old).degrees()).isEqualTo(new RowDegrees(1, 8, 8, 1, 1));
        ServingRow later =
                row("deepseek-ai/DeepSeek-V3", "b200_sxm", "trtllm", "fp4", 8, 256, "measured=2026-02-03T00");
        assertThat(ServingRecipe.of(later).deployed(later).degrees()).isEqualTo(later.degrees());
        ServingRow wide = row("MiniMaxAI/MiniMax-M2.5", "h200_sxm", "vllm", "fp8", 8, 64, "measured=2026-03-28T00");
        assertThat(ServingRecipe.of(wide).cache()).hasValue(Precision.BF16);
    }

    /** The database multiplies: two GPUs with TP2 and EP2 are labelled as four with TP2, DP2 and EP4. */
    @Test
    void productsInLabelsAreUndone() {
        Map<String, String> cells =
                new HashMap<>(cells("any/model", "b200_sxm", "vllm", "fp8", 2, 64, "measured=2026-04-22T00"));
        cells.put("attention_dp_size", "2");
        cells.put("moe_ep_size", "4");
        cells.put("moe_tp_size", "1");
        ServingRow row = ServingRow.of(cells);
        assertThat(ServingRecipe.of(row).deployed(row).degrees()).isEqualTo(new RowDegrees(2, 1, 2, 1, 1));
    }

    @Test
    void valuesAreWorkedOutFromTheRow() {
        ServingRow row = row("any/model", "b200_sxm", "vllm", "fp8", 8, 64, "");
        assertThat(InferencexRecipes.value("2*isl", row)).isEqualTo(2048);
        assertThat(InferencexRecipes.value("c+isl+64", row)).isEqualTo(64 + 1024 + 64);
        assertThat(InferencexRecipes.value("max(8192;c+isl+64)", row)).isEqualTo(8192);
    }

    /** vLLM plans ahead from 0.14 on; InferenceX's scripts asked for it before; the other engines always do. */
    @Test
    void engineOfTheDayPlansAhead() {
        assertThat(planned("vllm", "0.12.0", "aic")).isFalse();
        assertThat(planned("vllm", "0.14.1", "aic")).isTrue();
        assertThat(planned("vllm", "", "aic")).isTrue();
        assertThat(planned("vllm", "0.11.2", "inferencex")).isTrue();
        assertThat(planned("trtllm", "0.12.0", "aic")).isTrue();
    }

    private static boolean planned(String engine, String release, String harness) {
        Map<String, String> cells = new HashMap<>(cells("any/model", "h100_sxm", engine, "fp8", 8, 64, ""));
        cells.put("backend_version", release);
        cells.put("harness", harness);
        return KernelPaths.plansAhead(ServingRow.of(cells));
    }

    private static ServingRow row(
            String model, String system, String engine, String precision, int tensor, int concurrency, String source) {
        return ServingRow.of(cells(model, system, engine, precision, tensor, concurrency, source));
    }

    private static ServingRecipe recipe(int interval, int batchWait) {
        return new ServingRecipe(
                SPLIT,
                interval,
                batchWait,
                EngineSettings.DEFAULT,
                Optional.empty(),
                0,
                List.of(),
                OptionalInt.empty(),
                Optional.empty());
    }

    private static Map<String, String> cells(
            String model, String system, String engine, String precision, int tensor, int concurrency, String source) {
        return Map.of(
                "model_path",
                model,
                "system",
                system,
                "backend",
                engine,
                "precision",
                precision,
                "isl",
                "1024",
                "osl",
                "1024",
                "tp_size",
                Integer.toString(tensor),
                "moe_tp_size",
                Integer.toString(tensor),
                "concurrency",
                Integer.toString(concurrency),
                "silicon_data_source",
                source);
    }
}
