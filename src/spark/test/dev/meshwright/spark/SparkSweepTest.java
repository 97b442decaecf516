package dev.meshwright.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps on a Spark have the bytes of sweeps without one. */
class SparkSweepTest {

    private static final String SWEEP = """
            name: shared
            problem:
              name: base
              model: {catalog: mixtral-8x7b}
              cluster: {nodes: [{count: 1, gpus: 4, gpu: h100-sxm}]}
              workload: {phase: serving, inputTokens: 1000, outputTokens: 100}
            vary:
              workload.inputTokens: [500, 1000, 2000, 4000]
              cluster.nodes.0.gpu: [h100-sxm, h200-sxm, nonsense]
              workload.outputTokens: [100, 300]
            best: {per: [workload.inputTokens]}
            """;

    @TempDir
    private Path folder;

    private String sweep() throws IOException {
        Path file = folder.resolve("sweep.yaml");
        Files.writeString(file, SWEEP);
        return file.toString();
    }

    private int run(String... arguments) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return Main.run(nowhere, nowhere, arguments);
    }

    private void same(String one, String other) throws IOException {
        for (String name : new String[] {"answers.jsonl", "summary.csv", "answers.parquet"}) {
            assertThat(folder.resolve(other).resolve(name))
                    .as(name)
                    .hasSameBinaryContentAs(folder.resolve(one).resolve(name));
        }
    }

    /** In this process; a second run asks nothing again; Spark reads the Parquet file that we wrote, and copies it. */
    @Test
    void aSparkOfThisProcess() throws IOException {
        Path copy = folder.resolve("copies").resolve("all.parquet");
        assertThat(run("sweep", sweep(), "-o", folder.resolve("alone").toString(), "--threads", "1")).isZero();
        assertThat(run("sweep", sweep(), "-o", folder.resolve("local").toString(), "--master", "local[2]", "--copy-to",
                        copy.toUri().toString()))
                .isZero();
        same("alone", "local");
        assertThat(copy).hasSameBinaryContentAs(folder.resolve("alone").resolve("answers.parquet"));
        try (SparkSession session = SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate()) {
            Row found = session.read()
                    .parquet(copy.toString())
                    .selectExpr("count(*)", "count(tokensPerSecond)", "max(scenario)")
                    .first();
            assertThat(found.getLong(0)).isEqualTo(24);
            assertThat(found.getLong(1)).isEqualTo(16);
            assertThat(found.getLong(2)).isEqualTo(24);
        }
    }

    /** A master and two workers; one of the two executors is killed while it has scenarios. */
    @Test
    void anExecutorIsKilled() throws Exception {
        assertThat(run("sweep", sweep(), "-o", folder.resolve("alone").toString(), "--threads", "1")).isZero();
        try (StandaloneSpark spark = new StandaloneSpark(Files.createDirectories(folder.resolve("spark")), 2)) {
            Process driver = spark.meshwright(
                    "driver", "sweep", sweep(), "-o", folder.resolve("shared").toString(), "--master", spark.master());
            while (driver.isAlive() && !spark.said("driver").contains("executor 1, partition")) {
                Thread.sleep(50);
            }
            Optional<ProcessHandle> executor = spark.executor();
            assertThat(executor).as(spark.said("driver")).isPresent();
            assertThat(executor.get().destroyForcibly()).isTrue();
            assertThat(driver.waitFor(180, TimeUnit.SECONDS)).as(spark.said("driver")).isTrue();
            assertThat(driver.exitValue()).as(spark.said("driver")).isZero();
            assertThat(spark.said("driver")).contains("Lost executor");
        }
        same("alone", "shared");
    }
}
