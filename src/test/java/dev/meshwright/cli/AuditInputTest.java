package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad claims end in exit code 3 with a hint; the sweep recomputes above its threshold. */
class AuditInputTest {

    @TempDir
    Path folder;

    private String check(String problem, String plan, int exit) throws IOException {
        Path file = Files.writeString(folder.resolve("plan.yaml"), plan);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), "check", problem, file.toString());
        assertThat(code).as(out + "\n" + err).isEqualTo(exit);
        return out + "\n" + err;
    }

    @Test
    void anUnknownQuantityListsNearNames() throws IOException {
        String layout = "layout: {tensor: 4, expert: 4, pipeline: 2}\n";
        assertThat(check(
                        "problems/founding-001.yaml",
                        layout + "claims: [{quantity: memory.expert.perGpu, value: 1 GB}]",
                        3))
                .contains("no quantity is called memory.expert.perGpu")
                .contains("Maybe memory.experts.perGpu");
    }

    @Test
    void aClaimWithoutAUnitIsAnError() throws IOException {
        String layout = "layout: {tensor: 4, expert: 4, pipeline: 2}\n";
        assertThat(check(
                        "problems/founding-001.yaml",
                        layout + "claims: [{quantity: throughput.system, value: 100}]",
                        3))
                .contains("/claims/0/value: has no unit")
                .contains("Maybe 100 tokens/s or 100 tokens/ms");
        assertThat(check(
                        "problems/founding-001.yaml",
                        layout + "claims: [{quantity: gpus, value: 32, given: {flops.perToken: 8}}]",
                        3))
                .contains("/claims/0/given/flops.perToken: has no unit");
    }

    @Test
    void trainingRecomputesAboveTheThreshold() throws IOException {
        String problem = Files.readString(Path.of("problems/founding-000.yaml"))
                .replaceAll("phase: prefill.*", "phase: training\n  globalBatch: 64\n  zeroStage: 1")
                .replace("inputTokens:", "sequenceLength:")
                .replaceAll("(?m)^  timeToFirstToken:.*\n", "");
        Path file = Files.writeString(folder.resolve("problem.yaml"), problem);
        String text = check(file.toString(), "layout: {tensor: 1, expert: 4, pipeline: 4, microBatch: 1}", 5);
        assertThat(text).contains("Memory of the fullest GPU with layers recomputed");
        assertThat(text.lines()
                        .filter(line -> line.endsWith("layers recomputed"))
                        .map(line -> line.strip().split(" ")[0]))
                .containsExactly("4,096", "8,192", "10,240"); // above 2,048
    }
}
