package dev.meshwright.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.Main;
import dev.meshwright.io.tree.TreeReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every bad input that has a name: its exit code and its first message. A new one is a line without {@code code} and {@code says} in
 * {@code bad/corpus.yaml}; {@code -Dmeshwright.regenerate=true} adds them, to be read before they are kept.
 */
class CorpusTest {

    private static final Path CORPUS = Path.of("src/test/resources/bad/corpus.yaml");

    private static final Path TRANSCRIPTS = Path.of("src/test/resources/transcripts");

    private static final int FEWEST = 300;

    private static final Pattern RECORDED = Pattern.compile(", code: \\d+, says: \"(?:[^\"\\\\]++|\\\\.)*+\"}$");

    /** A sound file of each kind, and how it is asked for. */
    private record Base(String file, String command) {}

    private static final Map<String, Base> BASES = new LinkedHashMap<>(Map.ofEntries(
            Map.entry("problem", new Base("problem.yaml", "search @problem -o %/unwritten.yaml")),
            Map.entry("plan", new Base("plan.yaml", "check @problem @plan")),
            Map.entry("loads", new Base("loads.csv", "place @loads --ranks 4")),
            Map.entry("placement", new Base("map.json", "place @loads --ranks 4 --slots 12 --current @placement")),
            Map.entry("measured", new Base("measured.csv", "validate @measured")),
            Map.entry("bench", new Base("bench.yaml", "bench @bench --memory-limit 200MB")),
            Map.entry("configuration", new Base("config.json", "models --config @configuration")),
            Map.entry("efficiency", new Base("efficiency.yaml", "search @problem --efficiency @efficiency")),
            Map.entry("launch", new Base("launch.sh", "import @launch"))));

    @TempDir
    Path folder;

    @BeforeEach
    void soundFiles() throws IOException {
        for (String name : List.of("loads.csv", "plan.yaml", "map.json", "measured.csv", "small.config.json")) {
            Files.copy(TRANSCRIPTS.resolve(name), folder.resolve(name));
        }
        Files.copy(TRANSCRIPTS.resolve("small.yaml"), folder.resolve("problem.yaml"));
        Files.writeString(folder.resolve("other.csv"), "1,2,3\n");
    }

    private record Answer(int code, String err) {}

    private Answer answer(TreeReader entry) throws IOException {
        String base = text(entry, "base");
        if (base.isEmpty()) {
            return run(text(entry, "args"));
        }
        Base kind = BASES.get(base);
        assertThat(kind).as(base).isNotNull();
        Path file = folder.resolve(kind.file());
        byte[] sound = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        String fed = text(entry, "text");
        if (entry.child("from").isPresent()) {
            String before = new String(sound, StandardCharsets.UTF_8);
            assertThat(before).as(text(entry, "name")).contains(text(entry, "from"));
            fed = before.replace(text(entry, "from"), text(entry, "to"));
        }
        Files.writeString(file, fed);
        Answer answer = run(kind.command());
        Files.write(file, sound);
        return answer;
    }

    private Answer run(String command) {
        String words = command;
        for (Map.Entry<String, Base> base : BASES.entrySet()) {
            words = words.replace(
                    "@" + base.getKey(), folder.resolve(base.getValue().file()).toString());
        }
        words = words.replace("%", folder.toString());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] arguments = words.isEmpty() ? new String[0] : words.split(" ", -1);
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Answer(code, err.toString().replace(folder.toString(), "FOLDER"));
    }

    private static String text(TreeReader entry, String field) {
        return entry.child(field).map(place -> place.node().asString()).orElse("");
    }

    private static String firstMessage(String err) {
        return err.lines()
                .filter(line -> line.startsWith("error: ") || line.startsWith("infeasible: "))
                .findFirst()
                .orElse(err.lines().findFirst().orElse(""));
    }

    @Test
    void everyBadInputIsMetWithItsMessage() throws IOException {
        List<TreeReader> entries = TreeReader.open(CORPUS).items();
        assertThat(entries).hasSizeGreaterThanOrEqualTo(FEWEST);
        if (Boolean.getBoolean("meshwright.regenerate")) {
            record(entries);
            return;
        }
        List<String> other = new ArrayList<>();
        for (TreeReader entry : entries) {
            Answer answer = answer(entry);
            String expected = text(entry, "code") + " " + text(entry, "says");
            String got = answer.code() + " " + firstMessage(answer.err());
            if (!expected.equals(got)) {
                other.add(text(entry, "name") + "\n  expected " + expected + "\n  got      " + got);
            }
            assertThat(answer.err()).as(text(entry, "name")).doesNotContain("Exception", "\tat ", "java.", "jackson");
        }
        assertThat(other).isEmpty();
        assertThat(folder.resolve("unwritten.yaml")).doesNotExist();
    }

    @Test
    void namesAreDifferentAndNoneIsAnAcceptedInput() {
        List<TreeReader> entries = TreeReader.open(CORPUS).items();
        assertThat(entries.stream().map(entry -> text(entry, "name"))).doesNotHaveDuplicates();
        assertThat(entries.stream().map(entry -> text(entry, "code"))).containsOnly("2", "3", "4");
    }

    private void record(List<TreeReader> entries) throws IOException {
        List<String> lines = new ArrayList<>();
        int at = 0;
        for (String line : Files.readAllLines(CORPUS)) {
            if (line.startsWith("- {")) {
                Answer answer = answer(entries.get(at++));
                String says = firstMessage(answer.err()).replace("\\", "\\\\").replace("\"", "\\\"");
                String bare = RECORDED.matcher(line).replaceFirst("}");
                lines.add(bare.substring(0, bare.length() - 1) + ", code: " + answer.code() + ", says: \"" + says
                        + "\"}");
            } else {
                lines.add(line);
            }
        }
        assertThat(at).isEqualTo(entries.size());
        Files.write(CORPUS, lines);
    }
}
