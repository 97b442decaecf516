package dev.meshwright.lab.error;

import dev.meshwright.io.catalogue.EfficiencyFiles;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.MeasurementKind;
import dev.meshwright.lab.serving.ServingMeasurements;
import dev.meshwright.lab.serving.ServingPrediction;
import dev.meshwright.lab.serving.ServingRecipe;
import dev.meshwright.lab.serving.ServingRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Rows as a file of serving measurements has them, measured by the cost model itself. */
public final class MeasuredRows {

    public static final MeasurementKind SERVING = new ServingMeasurements();

    private MeasuredRows() {}

    public static Catalogues catalogues() {
        Map<String, dev.meshwright.cost.efficiency.KernelEfficiency> read = new HashMap<>();
        return new Catalogues(
                name -> ModelCatalogue.standard().find(name).map(ModelCatalogue.Entry::model),
                name -> GpuCatalogue.standard().find(name),
                gpu -> read.computeIfAbsent(gpu.family(), EfficiencyFiles::forArchitecture));
    }

    /** A row without measured values. */
    public static Map<String, String> row(
            String model, String gpu, int tensor, int expert, int input, int output, int users) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("id", model + "-" + gpu + "-tp" + tensor + "-ep" + expert + "-" + input + "x" + output + "-c" + users);
        row.put("backend", "vllm");
        row.put("model_path", model);
        row.put("system", gpu);
        row.put("precision", "fp8");
        row.put("isl", Integer.toString(input));
        row.put("osl", Integer.toString(output));
        row.put("concurrency", Integer.toString(users));
        row.put("tp_size", Integer.toString(tensor));
        row.put("pp_size", "1");
        row.put("attention_dp_size", "1");
        row.put("moe_tp_size", Integer.toString(expert == 1 ? tensor : tensor / expert));
        row.put("moe_ep_size", Integer.toString(expert));
        return row;
    }

    /** A dense model and a mixture at several loads and lengths on an H200. */
    public static List<Map<String, String>> rows() {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int[] lengths : new int[][] {{1024, 1024}, {8192, 1024}, {1024, 8192}}) {
            for (int users : new int[] {4, 64}) {
                for (int tensor : new int[] {2, 4, 8}) {
                    rows.add(row("llama-3.1-70b", "h200-sxm", tensor, 1, lengths[0], lengths[1], users));
                }
                rows.add(row("mixtral-8x7b", "h200-sxm", 4, 4, lengths[0], lengths[1], users));
                rows.add(row("mixtral-8x7b", "h200-sxm", 4, 1, lengths[0], lengths[1], users));
            }
        }
        return rows;
    }

    /** The rows with what {@code catalogues} predict as measured, each value times {@code noise}. */
    public static List<Map<String, String>> measured(
            List<Map<String, String>> rows, Catalogues catalogues, DoubleSupplier noise) {
        List<Map<String, String>> measured = new ArrayList<>();
        for (Map<String, String> row : rows) {
            ServingRow read = ServingRow.of(row);
            ServingPrediction prediction = ServingPrediction.of(read, ServingRecipe.of(read), catalogues);
            Map<String, String> with = new LinkedHashMap<>(row);
            with.put(
                    "silicon_ttft_ms",
                    Double.toString(1e3 * prediction.timeToFirstTokenSeconds() * noise.getAsDouble()));
            with.put(
                    "silicon_tpot_ms",
                    Double.toString(1e3 * prediction.timePerOutputTokenSeconds() * noise.getAsDouble()));
            measured.add(with);
        }
        return measured;
    }
}
