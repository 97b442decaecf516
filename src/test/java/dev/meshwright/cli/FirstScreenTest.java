package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.answer.text.page.Style;
import dev.meshwright.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer fits on a screen; {@code --details} tells all of it. */
@Tag("slow")
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

    /** Every other command that answers in text, with answers that are long. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scale @/small.yaml --target '20 tokens/ms' --max-gpus 16|By number of GPUs",
                "scale @/small.yaml --target '20 tokens/ms' --max-gpus 16 --scope per-gpu|However many",
                "scale @/full.yaml --target '20 tokens/ms' --max-gpus 16|Roadmap",
                "search @/full.yaml|Its fullest GPU",
                "search @/small.yaml --why-not TP4|Why not TP4",
                "search problems/mixtral-8x7b-8xh100.yaml --no-replay --why-not 'TP8 EP8'|Why not TP8 EP8",
                "search problems/mixtral-8x7b-8xh100.yaml --no-replay --why-not 'TP1 EP1'|Why not TP1 EP1",
                "search @@weights.yaml --no-replay|int4",
                "search problems/founding-training.yaml|MFU",
                "place @/loads.csv --ranks 4 --slots 12 --compare|busiest",
                "validate @/measured.csv|More with --details",
                "calibrate @/measured.csv -o %/c.yaml|Refused",
                "import @@launch.sh --gpu h100|Layout",
                "check --launch @@launch.sh --gpu h100|Runs",
                "check --launch @@refused.sh --gpu h100|Instead",
                "export problems/mixtral-8x7b-8xh100.yaml 'TP1 EP1 PP1' -o %/e|Infeasible",
                "compare --problem problems/mixtral-8x7b-8xh100.yaml 'TP4 EP4 PP1' 'TP2 DP2 EP4 PP1'|TP4"
            })
    void everyAnswerFitsOnAScreen(String command, String said) throws IOException {
        exactly(arguments(command));
        assertFits(out.toString());
        assertThat(out.toString()).as(err.toString()).contains(said);
        if (out.toString().contains("--details")) {
            String brief = out.toString();
            exactly(arguments(command + " --details"));
            assertThat(out.toString().lines().count())
                    .as("more is told")
                    .isGreaterThan(brief.lines().count());
        }
    }

    private String[] arguments(String command) throws IOException {
        written("weights.yaml", WEIGHTS);
        written("launch.sh", "vllm serve mistralai/Mixtral-8x7B-Instruct-v0.1 -tp 4 --enable-expert-parallel -dp 2\n");
        written("refused.sh", "vllm serve deepseek-ai/DeepSeek-V3 -tp 7 --max-model-len 9999999 -pp 3\n");
        List<String> arguments = new ArrayList<>();
        Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
        while (word.find()) {
            String plain = word.group(1) == null ? word.group(2) : word.group(1);
            arguments.add(plain.replace("@@", folder + "/")
                    .replace("@/", "src/test/resources/transcripts/")
                    .replace("%/", folder + "/"));
        }
        if (command.startsWith("search")) {
            arguments.addAll(List.of("-o", file("plan.yaml")));
        }
        return arguments.toArray(String[]::new);
    }

    private static final String WEIGHTS = """
            name: formats
            model: {catalog: mixtral-8x7b, weights: [bf16, fp8, int4], kvCache: fp8}
            cluster: {nodes: [{count: 1, gpus: 4, gpu: h100-sxm}]}
            workload: {phase: decode, inputTokens: 1000, outputTokens: 200}
            targets: {timePerOutputToken: 40 ms}
            """;

    /** Bars and sparklines are for terminals alone, and leave the screen its size. */
    @ParameterizedTest
    @ValueSource(ints = {72, 80, 100, 160})
    void aTerminalShowsPicturesWherePipesDoNot(int columns) {
        StringWriter shown = new StringWriter();
        Style style = new Style(false, columns, true);
        Terminal terminal =
                new Terminal(new PrintWriter(shown), new PrintWriter(new StringWriter()), style, false, () -> false);
        Main.run(terminal, "search", "problems/mixtral-8x7b-8xh100.yaml", "-o", file("plan.yaml"));
        assertThat(shown.toString().lines().count()).isLessThanOrEqualTo(MOST_LINES);
        assertThat(shown.toString().lines()).allMatch(line -> line.length() <= Math.min(columns, MOST_COLUMNS));
        exactly("search", "problems/mixtral-8x7b-8xh100.yaml", "-o", file("plan.yaml"));
        assertThat(out.toString()).doesNotContainPattern("[\u2581-\u2591]");
        if (columns >= MOST_COLUMNS) {
            assertThat(shown.toString()).containsPattern("[\u2581-\u2591]");
        }
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
