package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What fits on a screen, and how wide, and what is not said. */
class ScreensTest extends CommandRun {

    private static final String TRAINING = "problems/deepseek-v3-training-2048xh800.yaml";
    private static final String TRAINED = "solutions/deepseek-v3-training-2048xh800.yaml";

    /** Step, FLOP/s, MFU and tokens of a day on a screen, by the same derivations as the audit's. */
    @Test
    void aTrainingRunFitsOnAScreen() {
        exactly("check", TRAINING, TRAINED, "--explain", "compute.modelFlopsUtilisation", "--format", "json");
        double utilisation =
                JsonMapper.shared().readTree(out.toString()).at("/value").asDouble();
        exactly("check", TRAINING, TRAINED);
        assertThat(out.toString().lines().count()).isLessThanOrEqualTo(25);
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "A step of 17.0 s: ",
                        " TFLOP/s per GPU, MFU " + Figures.percent(utilisation) + "; ",
                        " tokens per day.",
                        "Recomputation selective, ZeRO 1",
                        "Weights fp8");
    }

    @Test
    void quietCommandsSayTheAnswerAlone() {
        List<String> search =
                List.of("search", "problems/mixtral-8x7b-8xh100.yaml", "--no-replay", "-o", file("p.yaml"));
        exactly(search.toArray(String[]::new));
        assertThat(err.toString()).contains("Plan written to");
        String answer = out.toString();
        exactly("search", "problems/mixtral-8x7b-8xh100.yaml", "--no-replay", "-o", file("p.yaml"), "-q");
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).isEqualTo(answer);
        assertThat(exactly("check", "nowhere.yaml", "TP1", "--quiet")).isEqualTo(3);
        assertThat(err.toString()).as("errors are said").contains("nowhere.yaml");
    }

    /** Lines are as wide as the terminal, and no wider than is read with ease. */
    @ParameterizedTest
    @ValueSource(ints = {50, 72, 100, 240})
    void linesFitIntoTheTerminal(int columns) {
        StringWriter shown = new StringWriter();
        Terminal terminal = new Terminal(
                new PrintWriter(shown),
                new PrintWriter(new StringWriter()),
                new Style(true, columns),
                false,
                () -> false);
        Main.run(terminal, "check", TRAINING, TRAINED);
        List<String> lines =
                shown.toString().replaceAll("\u001b\\[[0-9;]*m", "").lines().toList();
        int longest = lines.stream().mapToInt(String::length).max().orElseThrow();
        assertThat(longest).isLessThanOrEqualTo(Math.min(columns, 100)).isGreaterThan(Math.min(columns, 100) - 15);
        assertThat(shown.toString()).as("colour where it helps").contains("\u001b[32mFeasible\u001b[0m");
    }

    @Test
    void modelsAndGpusAreFoundByWords() {
        exactly("models", "qwen3");
        assertThat(out.toString()).contains("qwen3-235b-a22b").doesNotContain("mixtral-8x7b ");
        exactly("models", "mixtral-8x7b");
        assertThat(out.toString()).contains("Source:");
        assertThat(exactly("models", "mixtrl-8x7b")).isEqualTo(2);
        assertThat(err.toString()).contains("mixtral-8x7b");
        exactly("gpus", "h100");
        assertThat(out.toString()).contains("h100-sxm", "(also ").doesNotContain("b200");
    }
}
