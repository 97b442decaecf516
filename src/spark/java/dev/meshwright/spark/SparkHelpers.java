package dev.meshwright.spark;

import dev.meshwright.io.sweep.Scenario;
import dev.meshwright.workbench.sweep.Helpers;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** The executors of a Spark; names no class of Spark's before it is known to be there. */
public final class SparkHelpers implements Helpers {

    @Override
    public String absent() {
        try {
            Class.forName("org.apache.spark.sql.SparkSession", false, SparkHelpers.class.getClassLoader());
            return "";
        } catch (ClassNotFoundException e) {
            return "its classes are not here";
        }
    }

    @Override
    public void answer(
            List<Scenario> scenarios,
            String master,
            Manner manner,
            BiConsumer<Scenario, Object> answered,
            BooleanSupplier cancelled) {
        try (SparkSweep sweep = SparkSweep.on(master)) {
            sweep.answer(scenarios, manner, answered, cancelled);
        }
    }

    @Override
    public void copy(Path file, String master, String target) {
        try (SparkSweep sweep = SparkSweep.on(master)) {
            sweep.copy(file, target);
        }
    }
}
