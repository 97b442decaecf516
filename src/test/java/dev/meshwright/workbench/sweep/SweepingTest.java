package dev.meshwright.workbench.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.sweep.AnsweredRows;
import dev.meshwright.io.sweep.ScenarioRow;
import dev.meshwright.io.sweep.ScenarioStatus;
import dev.meshwright.io.sweep.SweepFile;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepingTest {

    private static final String SWEEP = """
            name: %s
            problem:
              name: base
              model: {catalog: mixtral-8x7b}
              cluster: {nodes: [{count: 1, gpus: 4, gpu: h100-sxm}]}
              workload: {phase: decode, inputTokens: 1000, outputTokens: 100}
            vary:
              workload.inputTokens: [1000, 2000%s]
              cluster.nodes.0.gpus: [2, 4, zero]
            best: {per: [workload.inputTokens]}
            """;

    @TempDir
    private Path folder;

    private SweepFile sweep(String name, String more) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(file, SWEEP.formatted(name, more));
        return SweepFile.read(file, 100, false);
    }

    private Swept answer(SweepFile sweep, String into, int threads, Watch watch) {
        try (AnsweredRows rows = AnsweredRows.open(folder.resolve(into), sweep.name())) {
            return new Sweeping(new Workbench(), Effort.DEFAULT, true).answer(sweep, rows, threads, watch);
        }
    }

    private String file(String into, String name) throws IOException {
        return Files.readString(folder.resolve(into).resolve(name));
    }

    /** Whoever is first, the rows are the same; what is no problem is a row; the best is told of each context. */
    @Test
    void theSameRowsOnAnyNumberOfThreads() throws IOException {
        Swept one = answer(sweep("base", ""), "one", 1, Watch.NONE);
        Swept four = answer(sweep("base", ""), "four", 4, Watch.NONE);
        assertThat(one.complete()).isTrue();
        assertThat(one.with(ScenarioStatus.FOUND)).isEqualTo(4);
        assertThat(one.with(ScenarioStatus.INVALID)).isEqualTo(2);
        assertThat(one.outstanding().best()).hasSize(2);
        assertThat(four).isEqualTo(one);
        assertThat(file("four", "answers.jsonl")).isEqualTo(file("one", "answers.jsonl"));
        assertThat(file("four", "summary.csv"))
                .isEqualTo(file("one", "summary.csv"))
                .hasLineCount(7);
    }

    /** Cut off in the middle of a row: what was answered stays, the torn row is answered again, the end is the same. */
    @Test
    void goesOnWhereItWasCutOff() throws IOException {
        answer(sweep("base", ""), "whole", 2, Watch.NONE);
        answer(sweep("base", ""), "torn", 2, Watch.NONE);
        Path rows = folder.resolve("torn").resolve("answers.jsonl");
        List<String> lines = Files.readAllLines(rows);
        Files.writeString(rows, lines.get(3) + "\n" + lines.get(0).substring(0, 60));
        Swept again = answer(sweep("base", ""), "torn", 2, Watch.NONE);
        assertThat(again.reused()).isEqualTo(1);
        assertThat(file("torn", "answers.jsonl")).isEqualTo(file("whole", "answers.jsonl"));
    }

    /** A value more: the four answers of before stand, two are new. */
    @Test
    void aLargerSweepAnswersOnlyWhatIsNew() throws IOException {
        answer(sweep("base", ""), "more", 2, Watch.NONE);
        Swept more = answer(sweep("base", ", 4000"), "more", 2, Watch.NONE);
        assertThat(more.rows()).hasSize(9);
        assertThat(more.reused()).isEqualTo(4);
        assertThat(more.with(ScenarioStatus.FOUND)).isEqualTo(6);
    }

    /** Stopped before it began: no row, and no table that looks complete. */
    @Test
    void stopsWhenAsked() throws IOException {
        Swept none = answer(sweep("base", ""), "stopped", 2, new Watch(event -> {}, () -> true));
        assertThat(none.complete()).isFalse();
        assertThat(none.rows()).isEmpty();
        assertThat(folder.resolve("stopped").resolve("summary.csv")).doesNotExist();
    }

    /** A folder belongs to one sweep. */
    @Test
    void anotherSweepsFolderIsRefused() throws IOException {
        answer(sweep("base", ""), "taken", 2, Watch.NONE);
        SweepFile other = sweep("other", "");
        assertThatThrownBy(() -> answer(other, "taken", 2, Watch.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the answers of another sweep, base");
        Files.createDirectories(folder.resolve("foreign"));
        Files.writeString(folder.resolve("foreign").resolve("answers.jsonl"), "mine\n");
        assertThatThrownBy(() -> answer(other, "foreign", 2, Watch.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("something else");
        assertThat(file("foreign", "answers.jsonl")).isEqualTo("mine\n");
    }

    private SweepFile asking(String name, String ask, String axes) throws IOException {
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(file, """
                name: %s
                problem:
                  name: base
                  model: {catalog: mixtral-8x7b}
                  cluster: {nodes: [{count: 1, gpus: 8, gpu: h100-sxm}]}
                  workload: {phase: decode, inputTokens: 1000, outputTokens: 100}
                ask: %s
                vary:
                  %s
                """.formatted(name, ask, axes));
        return SweepFile.read(file, 100, false);
    }

    private static List<String> statuses(Swept swept) {
        return swept.rows().stream().map(ScenarioRow::status).toList();
    }

    /** A plan is a value like others: one that works, one of twice the GPUs, one that is none. */
    @Test
    void plansAreChecked() throws IOException {
        SweepFile sweep = asking(
                "checked", "{question: check}", "ask.plan: [\"TP4 EP4 PP1 x2\", \"TP16 EP16 PP1\", \"no such plan\"]");
        Swept swept = answer(sweep, "checked", 2, Watch.NONE);
        assertThat(statuses(swept)).containsExactly("found", "infeasible", "invalid");
        assertThat(ScenarioRow.field(swept.rows().getFirst(), "layout")).isEqualTo("TP4 EP4 PP1 x2");
        assertThat(ScenarioRow.field(swept.rows().get(1), "reason")).contains("8");
        assertThat(ScenarioRow.field(swept.rows().get(2), "reason")).contains("no such plan", "does not exist");
    }

    /** The same target for more GPUs at most: a size that reaches it, none up to one GPU. What is no target is no question. */
    @Test
    void sizesAreSought() throws IOException {
        SweepFile sweep = asking("sized", "{question: scale, maxGpus: 8}", """
                targets: [{throughput: {value: 2000 tokens/s, scope: system}}, {throughput: {value: 900 tokens/us, scope: system}}, {}]""");
        Swept swept = answer(sweep, "sized", 2, Watch.NONE);
        assertThat(statuses(swept)).containsExactly("found", "missed", "invalid");
        assertThat(ScenarioRow.value(swept.rows().getFirst(), "tokensPerSecond"))
                .asInstanceOf(InstanceOfAssertFactories.DOUBLE)
                .isGreaterThan(2000);
        assertThat(ScenarioRow.field(swept.rows().get(1), "reason")).isNotEmpty();
    }

    /** A question that nobody knows is met at the door. */
    @Test
    void anUnknownQuestionIsRefused() {
        assertThatThrownBy(() -> asking("unknown", "guess", "workload.inputTokens: [1000]"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Maybe one of: search, check, scale.");
        assertThatThrownBy(() -> asking("planless", "check", "workload.inputTokens: [1000]"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is none");
    }

    /** A device that is always full: said with the file's name, and every row that was answered stays. */
    @Test
    void aFullDiskIsSaid() throws IOException {
        assumeTrue(Files.isWritable(Path.of("/dev/full")), "a device that is always full is needed");
        Files.createDirectories(folder.resolve("full"));
        Files.createSymbolicLink(folder.resolve("full").resolve("summary.csv"), Path.of("/dev/full"));
        SweepFile sweep = sweep("base", "");
        assertThatThrownBy(() -> answer(sweep, "full", 2, Watch.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("summary.csv")
                .hasMessageContaining("No space left");
        assertThat(file("full", "answers.jsonl")).hasLineCount(6);
        assertThat(folder.resolve("full").resolve("answers.parquet")).doesNotExist();
        Files.delete(folder.resolve("full").resolve("summary.csv"));
        assertThat(answer(sweep, "full", 2, Watch.NONE).reused()).isEqualTo(4);
    }

    /** Rows must be a file that ends: a device would be read for ever. */
    @Test
    void rowsAreAPlainFile() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/zero")), "a device is needed");
        Files.createDirectories(folder.resolve("device"));
        Files.writeString(folder.resolve("device").resolve("sweep.yaml"), "name: base\n");
        Files.createSymbolicLink(folder.resolve("device").resolve("answers.jsonl"), Path.of("/dev/zero"));
        assertThatThrownBy(() -> answer(sweep("base", ""), "device", 2, Watch.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is no plain file");
    }
}
