package dev.meshwright.lab.inference;

import java.util.HashMap;
import java.util.Map;

/** Rows of deployments that nobody measured. */
final class InventedRows {

    private InventedRows() {}

    /** A row of one GPU with other {@code cells}: column, value, column, value. */
    static Map<String, String> row(String phase, String unit, String... cells) {
        Map<String, String> row = new HashMap<>(Map.of(
                "id", "invented",
                "phase", phase,
                "model", "LLaMA-7B",
                "gpu", "H100-SXM-80",
                "n_gpus", "1",
                "tp", "1",
                "isl", "128",
                "precision", "fp8",
                "framework", "TensorRT-LLM 0.6.1",
                "unit", unit));
        row.put("value", "10");
        for (int i = 0; i < cells.length; i += 2) {
            row.put(cells[i], cells[i + 1]);
        }
        return row;
    }
}
