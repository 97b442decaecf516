package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.io.tree.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code bench} as its user meets it. */
class BenchCommandTest extends CommandRun {

    private static JsonNode json(String text) {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void benchJudgesRequirementsAndSkipsWhatIsNotThere() throws IOException {
        String config = written("bench.yaml", """
                algorithms: [contiguous, eplb-style, swap-descent, meshwright, lower-bound]
                seeds: [1, 2]
                cases:
                  - {name: easy, ranks: 4, slots: 20, drawn: {distribution: zipf, parameter: 0.5, layers: 3, experts: 16},
                     require: {mean: 1.5}}
                  - {name: impossible, ranks: 4, slots: 20, drawn: {distribution: lognormal, parameter: 1, layers: 3, experts: 16},
                     require: {mean: 0.5}}
                  - {name: absent, ranks: 4, slots: 20, loads: [nowhere.json]}
                """);
        assertThat(run("bench", config, "--case", "easy")).as(err.toString()).isZero();
        assertThat(run("bench", config, "-o", folder.resolve("out").toString())).isEqualTo(ExitCode.MISSED.code());
        assertThat(out.toString()).contains("missed: mean").contains("absent: skipped, nowhere.json is not here");
        JsonNode document = json(Files.readString(folder.resolve("out/bench.json")));
        double ours = mean(document, "easy", "meshwright");
        assertThat(ours).isLessThanOrEqualTo(mean(document, "easy", "swap-descent"));
        assertThat(ours).isGreaterThanOrEqualTo(mean(document, "easy", "lower-bound") - 1e-9);
        assertThat(Files.readString(folder.resolve("out/bench.svg")))
                .startsWith("<svg")
                .contains("meshwright");
    }

    private static double mean(JsonNode document, String name, String algorithm) {
        for (JsonNode row : document.get("rows")) {
            if (row.get("case").asString().equals(name)
                    && row.get("algorithm").asString().equals(algorithm)) {
                return row.get("meanMaxOverMean").asDouble();
            }
        }
        throw new AssertionError(name + " " + algorithm);
    }

    @Test
    void benchSaysWhatIsWrongWithItsConfiguration() {
        Path config = folder.resolve("bad.yaml");
        AtomicFiles.write(
                config,
                "algorithms: [x]\ncases:\n  - {name: a, ranks: 2, slots: 4}\n  - {nam: b}\n"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(run("bench", config.toString())).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("must have loads or drawn").contains("nam");
    }
}
