package dev.meshwright.validation.fit;

import dev.meshwright.SharedData;
import dev.meshwright.cost.EfficiencySource;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.io.CsvTable;
import dev.meshwright.io.EfficiencyFiles;
import dev.meshwright.io.GpuCatalogue;
import dev.meshwright.io.ModelCatalogue;
import dev.meshwright.validation.Half;
import dev.meshwright.validation.serving.MeasuredServing;
import dev.meshwright.validation.serving.ServingRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The measured serving rows, each with the half that it belongs to. */
final class ServingRows {

    private static final Map<String, KernelEfficiency> FAMILIES = new ConcurrentHashMap<>();

    static final EfficiencySource EFFICIENCIES =
            gpu -> FAMILIES.computeIfAbsent(gpu.family(), EfficiencyFiles::forArchitecture);

    private ServingRows() {}

    /** A row, and whether fits may use it. */
    record Row(String model, String gpu, String engine, boolean fitted, MeasuredServing measured) {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        for (Map<String, String> row : CsvTable.read(SharedData.require("data/measurements/serving.csv"))
                .rows()) {
            MeasuredServing measured = MeasuredServing.of(
                    ServingRow.of(row),
                    name -> ModelCatalogue.standard().find(name).map(ModelCatalogue.Entry::model),
                    GpuCatalogue.standard()::find,
                    EFFICIENCIES);
            rows.add(new Row(
                    row.get("model_path"),
                    row.get("system"),
                    row.get("backend"),
                    Half.of(row.get("id")) == Half.FITTED,
                    measured));
        }
        return rows;
    }
}
