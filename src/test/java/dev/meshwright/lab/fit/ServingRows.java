package dev.meshwright.lab.fit;

import dev.meshwright.SharedData;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.io.catalogue.EfficiencyFiles;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.lab.error.Half;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.serving.MeasuredServing;
import dev.meshwright.lab.serving.ServingRecipe;
import dev.meshwright.lab.serving.ServingRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The measured serving rows, each with the half that it belongs to. */
final class ServingRows {

    private static final Map<String, KernelEfficiency> FAMILIES = new ConcurrentHashMap<>();

    static final Catalogues CATALOGUES = new Catalogues(
            name -> ModelCatalogue.standard().find(name).map(ModelCatalogue.Entry::model),
            GpuCatalogue.standard()::find,
            gpu -> FAMILIES.computeIfAbsent(gpu.family(), EfficiencyFiles::forArchitecture));

    private ServingRows() {}

    /** A row, and whether fits may use it. */
    record Row(String model, String gpu, String engine, boolean fitted, MeasuredServing measured) {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        for (Map<String, String> row : CsvTable.read(SharedData.require("data/measurements/serving.csv"))
                .rows()) {
            ServingRow read = ServingRow.of(row);
            MeasuredServing measured = MeasuredServing.of(read, ServingRecipe.of(read), CATALOGUES);
            rows.add(new Row(
                    row.get("model_path"), row.get("system"), row.get("backend"), Half.even(row.get("id")), measured));
        }
        return rows;
    }
}
