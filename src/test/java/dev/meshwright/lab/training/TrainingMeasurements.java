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
    record Measured(String id, String model, String gpu, String harness, boolean complete, TrainingCase ran) {

        /** What was measured together: a model on a kind of GPU by one harness, whatever its release. */
        String campaign() {
            return model + " x " + gpu + " x " + harness;
        }

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

    /** Rows of published training that can be predicted. */
    static List<Measured> published() {
        return read("data/measurements/published.csv");
    }

    /** Rounds of MLPerf and cloud benchmarks that can be predicted. */
    static List<Measured> further() {
        return read("data/measurements/training_2.csv");
    }

    private static List<Measured> read(String file) {
        List<Measured> measured = new ArrayList<>();
        for (Map<String, String> values :
                CsvTable.read(SharedData.require(file)).rows()) {
            if (values.get("phase").equals("train")) {
                try {
                    TrainingRow row = TrainingRow.of(values);
                    measured.add(new Measured(
                            row.id(),
                            row.model(),
                            row.gpu(),
                            harness(row),
                            row.complete(),
                            TrainingCase.of(row, TrainingMeasurements::model, TrainingMeasurements::gpu)));
                } catch (UnpredictableRowException unpredicted) {
                    // Its reason is in the table that validation prints.
                }
            }
        }
        return measured;
    }

    private static String harness(TrainingRow row) {
        if (row.id().startsWith("mlperf")) {
            return "MLPerf";
        }
        return row.framework().contains("dgxc") ? "DGX Cloud" : row.framework().replaceAll(" \\d\\d\\.\\d\\d.*", "");
    }

    /** Runs of models cut to a few layers. */
    static List<Measured> cut() {
        List<Measured> measured = new ArrayList<>();
        for (Map<String, String> values : CsvTable.read(SharedData.require("data/measurements/training_memory.csv"))
                .rows()) {
            TrainingMemoryRow row = TrainingMemoryRow.of(values);
            TrainingCase ran = TrainingCase.of(row, TrainingMeasurements::model, TrainingMeasurements::gpu);
            measured.add(new Measured(row.id(), row.model(), row.gpu(), "cut models", true, ran));
        }
        return measured;
    }

    /** Whether constants may be fitted to a row. */
    public static boolean inFittedHalf(String id) {
        return Half.even(id);
    }
}
