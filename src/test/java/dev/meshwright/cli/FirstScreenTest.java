package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer fits on a screen; {@code --details} tells all of it. */
class FirstScreenTest extends CommandRun {

    private static final int MOST_LINES = 25;

    private static final int MOST_COLUMNS = 100;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mixtral-8x7b-8xh100",
                "mixtral-8x7b-16xh100-16xa100",
                "gpt-oss-120b-1xb200",
                "gpt-oss-120b-8xb200",
                "founding-search-16",
                "founding-training"
            })
    void aSearchFitsOnAScreen(String problem) {
        String file = "problems/" + problem + ".yaml";
        exactly("search", file, "-o", file("plan.yaml"), "--no-replay");
        String brief = out.toString();
        assertFits(brief);
        assertThat(brief).contains("--details", "--report", "binds", "Weights");
        run("search", file, "-o", file("plan.yaml"), "--no-replay");
        assertThat(out.toString().lines().findFirst()).isEqualTo(brief.lines().findFirst());
        assertThat(out.toString().lines().count()).isGreaterThan(40);
    }

    @ParameterizedTest
    @CsvSource({
        "founding-000,founding-000.claimed",
        "founding-001,founding-001.claimed",
        "founding-002,founding-002.claimed",
        "founding-003,founding-003.claimed",
        "founding-004,founding-004.claimed",
        "deepseek-v3-training-2048xh800,deepseek-v3-training-2048xh800.published",
        "qwen3-235b-16xh200,qwen3-235b-16xh200"
    })
    void aCheckFitsOnAScreen(String problem, String plan) {
        int code = exactly("check", "problems/" + problem + ".yaml", "solutions/" + plan + ".yaml", "--no-replay");
        assertFits(out.toString());
        assertThat(out.toString()).startsWith(code == 4 ? "Infeasible" : "Feasible");
        run("check", "problems/" + problem + ".yaml", "solutions/" + plan + ".yaml", "--no-replay");
        assertThat(out.toString().lines().count()).isGreaterThan(MOST_LINES);
    }

    private static void assertFits(String text) {
        assertThat(text.lines().count()).as(text).isLessThanOrEqualTo(MOST_LINES);
        assertThat(text.lines()).allMatch(line -> line.length() <= MOST_COLUMNS);
    }

    @Test
    void whatIsMissedIsSaid() {
        Path folder = Path.of("src/test/resources/transcripts");
        int code = exactly("search", folder.resolve("missed.yaml").toString(), "-o", file("plan.yaml"), "--top", "0");
        assertThat(code).isEqualTo(5);
        assertFits(out.toString());
        assertThat(out.toString()).contains("MISSED");
    }

    /** Names of the first screen are names that can be explained. */
    @ParameterizedTest
    @CsvSource({
        "throughput,throughput.system",
        "TTFT,timeToFirstToken",
        "tpot,timePerOutputToken",
        "memory,memory.perGpu"
    })
    void shortNamesAreExplained(String name, String quantity) {
        exactly(
                "check",
                "problems/mixtral-8x7b-8xh100.yaml",
                "solutions/mixtral-8x7b-8xh100.yaml",
                "--no-replay",
                "--explain",
                name);
        assertThat(out.toString()).startsWith(quantity + " = ");
    }

    @Test
    void gpusAreFoundByWords() {
        assertThat(exactly("gpus", "H100", "sxm")).isZero();
        assertThat(out.toString()).contains("h100-sxm").doesNotContain("a100");
        assertThat(exactly("gpus", "h1000")).isEqualTo(2);
        assertThat(err.toString()).contains("h1000", "Maybe");
    }
}
