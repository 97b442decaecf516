package dev.meshwright.spark;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.sweep.Scenario;
import dev.meshwright.workbench.sweep.Helpers;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** Scenarios as a Dataset, answered by executors. What comes back is the same however often Spark asks and whoever dies meanwhile. */
final class SparkSweep implements AutoCloseable {

    /** Scenarios of a job for each core: rows are kept after every job, and cores wait for the last of it. */
    private static final int PER_CORE = 16;

    private final SparkSession session;

    private SparkSweep(SparkSession session) {
        this.session = session;
    }

    /**
     * Connects.
     *
     * @throws InvalidInputException if there is no such master
     */
    static SparkSweep on(String master) {
        try {
            return new SparkSweep(SparkSession.builder()
                    .appName("meshwright sweep")
                    .master(master)
                    .config("spark.ui.enabled", "false")
                    .config("spark.jars", jar())
                    .getOrCreate());
        } catch (RuntimeException e) {
            throw new InvalidInputException(List.of(new Fault("", "--master", master, "cannot be used: " + e.getMessage(), "")));
        }
    }

    /** The jar that this class comes from: executors that were not started by spark-submit load it once. */
    private static String jar() {
        try {
            Path code = Path.of(SparkSweep.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.toString().endsWith(".jar") ? code.toString() : "";
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers scenarios in jobs of a few for each core. */
    void answer(
            List<Scenario> scenarios,
            Helpers.Manner manner,
            BiConsumer<Scenario, Object> answered,
            BooleanSupplier cancelled) {
        int cores = Math.max(1, session.sparkContext().defaultParallelism());
        int job = PER_CORE * cores;
        for (int from = 0; from < scenarios.size() && !cancelled.getAsBoolean(); from += job) {
            job(scenarios.subList(from, Math.min(scenarios.size(), from + job)), manner, answered);
        }
    }

    private void job(List<Scenario> scenarios, Helpers.Manner manner, BiConsumer<Scenario, Object> answered) {
        Map<Long, Scenario> byNumber = new HashMap<>();
        scenarios.forEach(scenario -> byNumber.put(scenario.number(), scenario));
        List<byte[]> shipped = scenarios.stream()
                .map(scenario -> Bytes.of(ShippedScenario.of(scenario, manner)))
                .toList();
        Dataset<byte[]> dataset = session.createDataset(shipped, Encoders.BINARY()).repartition(scenarios.size());
        Dataset<String> answers = dataset.map(
                (MapFunction<byte[], String>) bytes -> Executor.answer(Bytes.shipped(bytes)), Encoders.STRING());
        Set<Long> seen = new HashSet<>();
        for (String line : answers.collectAsList()) {
            Answer answer = Answer.read(line);
            if (seen.add(answer.number())) {
                answered.accept(Objects.requireNonNull(byNumber.get(answer.number())), answer.answer());
            }
        }
    }

    /** Copies a file to a file system that Hadoop knows. */
    void copy(Path file, String target) {
        try {
            URI uri = URI.create(target);
            FileSystem system = FileSystem.get(uri, session.sparkContext().hadoopConfiguration());
            system.copyFromLocalFile(
                    false,
                    true,
                    new org.apache.hadoop.fs.Path(file.toUri()),
                    new org.apache.hadoop.fs.Path(uri));
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidInputException(
                    List.of(new Fault("", "--copy-to", target, "cannot be written: " + e.getMessage(), "")));
        }
    }

    @Override
    public void close() {
        session.stop();
    }
}
