package dev.meshwright.lab.training;

import dev.meshwright.Problems;
import dev.meshwright.SharedData;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Model;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.lab.error.Half;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Published training measurements as cases, and their halves. */
public final class TrainingMeasurements {

    private TrainingMeasurements() {}

    /** A row that can be predicted. */
    record Measured(String id, String model, String gpu, boolean complete, TrainingCase ran) {

        double seconds(TrainingConstants constants) {
            return new CostModel(Problems.question(ran.problem()), constants)
                    .evaluate(ran.layout())
                    .performance()
                    .stepSeconds();
        }

        boolean fitted() {
            return inFittedHalf(id);
        }
    }

    static Optional<Model> model(String name) {
        return ModelCatalogue.standard().find(name).map(ModelCatalogue.Entry::model);
    }

    static Optional<Gpu> gpu(String name) {
        return GpuCatalogue.standard().find(name);
    }

    /** Rows of training that can be predicted. */
    static List<Measured> published() {
        List<Measured> measured = new ArrayList<>();
        for (Map<String, String> values : CsvTable.read(SharedData.require("data/measurements/published.csv"))
                .rows()) {
            if (values.get("phase").equals("train")) {
                try {
                    TrainingRow row = TrainingRow.of(values);
                    measured.add(new Measured(
                            row.id(),
                            row.model(),
                            row.gpu(),
                            row.complete(),
                            TrainingCase.of(row, TrainingMeasurements::model, TrainingMeasurements::gpu)));
                } catch (UnpredictableRowException unpredicted) {
                    // Its reason is in the table that validation prints.
                }
            }
        }
        return measured;
    }

    /** Runs of models cut to a few layers. */
    static List<Measured> cut() {
        List<Measured> measured = new ArrayList<>();
        for (Map<String, String> values : CsvTable.read(SharedData.require("data/measurements/training_memory.csv"))
                .rows()) {
            TrainingMemoryRow row = TrainingMemoryRow.of(values);
            TrainingCase ran = TrainingCase.of(row, TrainingMeasurements::model, TrainingMeasurements::gpu);
            measured.add(new Measured(row.id(), row.model(), row.gpu(), true, ran));
        }
        return measured;
    }

    /** Whether constants may be fitted to a row. */
    public static boolean inFittedHalf(String id) {
        return Half.even(id);
    }
}
