package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What transcripts cannot show: files, repetition, plans that come back. */
class CommandsTest extends CommandRun {

    private static final String SMALL = "src/test/resources/transcripts/small.yaml";

    @Test
    void twoSearchesWriteTheSameBytes() throws IOException {
        assertThat(run("search", SMALL, "-o", file("one.yaml"))).isEqualTo(ExitCode.FINE.code());
        assertThat(run("search", SMALL, "-o", file("two.yaml"))).isEqualTo(ExitCode.FINE.code());
        assertThat(Files.readAllBytes(folder.resolve("two.yaml")))
                .isEqualTo(Files.readAllBytes(folder.resolve("one.yaml")));
        assertThat(Files.readString(folder.resolve("one.yaml"))).doesNotContain(folder.toString());
    }

    @Test
    void aFoundPlanChecksToTheSameEvaluation() throws IOException {
        assertThat(run("search", SMALL, "-o", file("plan.json"), "--format", "json"))
                .isEqualTo(ExitCode.FINE.code());
        String found = out.toString();
        String plan = Files.readString(folder.resolve("plan.json")).replaceFirst("\\n}\\n$", "");
        assertThat(found).as("the plan, and what a report shows beside it").startsWith(plan + ",\n  \"report\": {");
        assertThat(run("check", SMALL, file("plan.json"), "--format", "json")).isEqualTo(ExitCode.FINE.code());
        String checked = out.toString();
        assertThat(line(checked, "\"system\"")).isEqualTo(line(found, "\"system\""));
        assertThat(line(checked, "\"timePerOutputToken\"")).isEqualTo(line(found, "\"timePerOutputToken\""));
        assertThat(line(checked, "\"total\"")).isEqualTo(line(found, "\"total\""));
        assertThat(layout(checked)).isEqualTo(layout(found));
    }

    private static String line(String text, String field) {
        return text.lines().filter(line -> line.contains(field)).findFirst().orElseThrow();
    }

    private static String layout(String text) {
        int start = text.indexOf("\"layout\"");
        return text.substring(start, text.indexOf("\n  }", start));
    }

    @Test
    void yamlPlansReadBack() {
        assertThat(run("search", SMALL, "-o", file("plan.yaml"))).isEqualTo(ExitCode.FINE.code());
        assertThat(err.toString()).contains("Plan written to");
        assertThat(run("check", SMALL, file("plan.yaml"))).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString()).startsWith("Feasible\n").doesNotContain("another version of the problem");
    }

    @Test
    void initWritesAProblemThatCanBeSearchedAndNeverOverwrites() throws IOException {
        assertThat(run("init", file("problem.yaml"))).isEqualTo(ExitCode.FINE.code());
        assertThat(run("init", file("problem.yaml"))).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("exists already").contains("--force");
        Files.writeString(folder.resolve("problem.yaml"), "mine");
        assertThat(run("init", file("problem.yaml"), "--force")).isEqualTo(ExitCode.FINE.code());
        assertThat(run("search", file("problem.yaml"), "-o", file("plan.yaml"), "--top", "0"))
                .isIn(ExitCode.FINE.code(), ExitCode.MISSED.code());
    }

    @Test
    void anUnwritablePlaceForThePlanIsInvalidInput() {
        assertThat(run("search", SMALL, "-o", folder.toString())).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("is a directory");
    }

    @Test
    void schemasAndCataloguesArePrinted() {
        assertThat(run("schema")).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString()).contains("Meshwright problem");
        assertThat(run("schema", "plan")).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString()).contains("Meshwright plan");
        assertThat(run("gpus")).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString()).contains("h100-sxm").contains("Sources");
        assertThat(run("gpus", "--format", "json")).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString()).startsWith("[").contains("\"peakFlops\"");
        assertThat(run("models")).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString()).contains("mixtral-8x7b").contains("46.7B");
        assertThat(run("models", "mixtral-8x7b", "--format", "json")).isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString()).contains("\"flopsPerToken\"").contains("\"kvCacheBytesPerToken\": 131072");
        assertThat(run("models", "mixtrl-8x7b")).isEqualTo(ExitCode.WRONG_USAGE.code());
        assertThat(err.toString()).contains("Maybe mixtral-8x7b.");
    }

    @Test
    void aTimeLimitOfNothingStillAnswers() {
        assertThat(run("search", SMALL, "-o", file("plan.yaml"), "--time-limit", "1 ns"))
                .isEqualTo(ExitCode.FINE.code());
        assertThat(out.toString()).contains("The search was cut off after 1 layout");
    }
}
