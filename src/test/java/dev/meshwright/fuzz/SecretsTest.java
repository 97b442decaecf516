package dev.meshwright.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file holds that is not what it should be, nobody is told. */
@Tag("slow")
class SecretsTest {

    private static final String SECRET = "xyzzy42";

    private static final List<String> FILES = List.of(
            SECRET + ":$6$" + SECRET + ":19000:0:99999:7:::\ndaemon-" + SECRET + ":*:19000:0:99999:7:::\n",
            SECRET + "\n",
            "{\"" + SECRET + "\": " + SECRET + "}",
            "[" + SECRET + "]",
            "-----BEGIN PRIVATE KEY-----\n" + SECRET + "==\n",
            "password = \"" + SECRET + "\n",
            "*" + SECRET,
            "a: !" + SECRET + "!b c\n",
            "%" + SECRET + " 1\n---\na: b\n",
            "&" + SECRET + " a\n&" + SECRET + "\n",
            "a: \"\\x" + SECRET + "\n",
            "{\"a\": " + SECRET + "1}",
            SECRET + ": &" + SECRET + " [*" + SECRET + "]\n");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "search FILE",
                "check FILE FILE",
                "check src/test/resources/transcripts/small.yaml FILE",
                "scale FILE --target 1tokens/s",
                "place FILE --ranks 4",
                "place src/test/resources/transcripts/loads.csv --ranks 4 --slots 12 --current FILE",
                "validate FILE",
                "calibrate FILE",
                "bench FILE",
                "models --config FILE",
                "report FILE -o FILE.html",
                "sweep FILE -o FILE.rows",
                "import FILE",
                "search src/test/resources/transcripts/small.yaml --prices FILE",
                "check src/test/resources/transcripts/small.yaml src/test/resources/transcripts/plan.yaml --claims-file FILE",
                "search src/test/resources/transcripts/small.yaml --efficiency FILE"
            })
    void contentIsNotQuoted(String command) throws IOException {
        for (String ending : List.of("", ".yaml", ".json", ".csv")) {
            for (String content : FILES) {
                Path file = Files.writeString(folder.resolve("other" + ending), content);
                StringWriter said = new StringWriter();
                String[] arguments = command.replace("FILE", file.toString()).split(" ");
                int code = Main.run(new PrintWriter(said), new PrintWriter(said), arguments);
                assertThat(code).as(said.toString()).isEqualTo(3);
                assertThat(said.toString()).as(command + "\n" + content).doesNotContain(SECRET);
            }
        }
    }

    @Test
    void aProblemReadsBesideItselfAlone() throws IOException {
        Path outside = Files.writeString(folder.resolve("config.json"), SECRET);
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.createSymbolicLink(home.resolve("link.json"), outside);
        for (String name : List.of("../config.json", outside.toString(), "link.json", "/etc/shadow")) {
            for (String entry : List.of(
                    "model: {huggingFace: NAME}",
                    "workload: {expertLoad: {file: NAME}}",
                    "workload: {phase: serving, inputTokens: {file: NAME}}",
                    "workload: {phase: serving, arrivals: {trace: NAME}}")) {
                Path problem =
                        Files.writeString(home.resolve("p.yaml"), "name: x\n" + entry.replace("NAME", name) + "\n");
                StringWriter said = new StringWriter();
                Main.run(new PrintWriter(said), new PrintWriter(said), "search", problem.toString());
                assertThat(said.toString())
                        .as(entry)
                        .contains("lies outside of the folder")
                        .doesNotContain(SECRET);
                Main.run(new PrintWriter(said), new PrintWriter(said), "search", problem.toString(), "--allow-outside");
                assertThat(said.toString()).as(entry).doesNotContain(SECRET);
            }
        }
    }

    /** Sweeps and benchmarks are sent around like problems, and a sweep's problem is no way out. */
    @Test
    void sweepsAndBenchmarksReadBesideThemselvesAlone() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside.yaml"), SECRET);
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.createSymbolicLink(home.resolve("link.yaml"), outside);
        Files.writeString(home.resolve("inner.yaml"), "name: x\nmodel: {huggingFace: ../outside.yaml}\n");
        for (String name : List.of("../outside.yaml", outside.toString(), "link.yaml", "/etc/shadow", "l*.yaml")) {
            for (String entry : List.of(
                    "bench problems: [NAME]",
                    "bench cases: [{name: a, ranks: 2, slots: 2, loads: [NAME]}]",
                    "bench cases: [{name: a, ranks: 2, slots: 2, loads: [inner.yaml], optimum: {file: NAME, column: a}}]",
                    "bench cases: [{name: a, ranks: 2, slots: 2, loads: [inner.yaml], current: {algorithm: eplb-style, loads: NAME}}]",
                    "sweep {name: s, problem: NAME, vary: {objective: [throughput]}}",
                    "sweep {name: s, problem: inner.yaml, vary: {model.huggingFace: [NAME]}}")) {
                if (name.contains("*") && !entry.contains("loads: [NAME]")) {
                    continue;
                }
                String command = entry.substring(0, entry.indexOf(' '));
                Path file = Files.writeString(
                        home.resolve("c.yaml"),
                        entry.substring(command.length() + 1).replace("NAME", name) + "\n");
                String output = folder.resolve("out" + name.hashCode() + entry.hashCode())
                        .toString();
                StringWriter said = new StringWriter();
                Main.run(new PrintWriter(said), new PrintWriter(said), command, file.toString(), "-o", output);
                assertThat(said.toString() + rows(output))
                        .as(entry + " " + name)
                        .contains("lies outside of the folder")
                        .doesNotContain(SECRET);
                Main.run(
                        new PrintWriter(said),
                        new PrintWriter(said),
                        command,
                        file.toString(),
                        "-o",
                        output + "-allowed",
                        "--allow-outside");
                assertThat(said.toString() + rows(output + "-allowed"))
                        .as(entry)
                        .doesNotContain(SECRET);
            }
        }
    }

    private static String rows(String output) throws IOException {
        Path rows = Path.of(output, "answers.jsonl");
        return Files.exists(rows) ? Files.readString(rows) : "";
    }

    @Test
    void namesDoNotMoveTheCursorOrTurnTheText() throws IOException {
        Path problem = folder.resolve("p\u001b[2J\u202e.yaml");
        StringWriter said = new StringWriter();
        Main.run(new PrintWriter(said), new PrintWriter(said), "search", problem.toString());
        assertThat(said.toString()).contains("\\u{1b}[2J\\u{202e}").doesNotContain("\u001b", "\u202e");
        Files.writeString(problem, "name: \"a\u202eb\"\n");
        Main.run(new PrintWriter(said), new PrintWriter(said), "search", problem.toString());
        assertThat(said.toString()).contains("nor any that are not seen").doesNotContain("\u202e");
    }
}
