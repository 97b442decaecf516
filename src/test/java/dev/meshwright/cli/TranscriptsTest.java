package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole conversations, compared with the recorded ones word for word. After a wanted change record them again with
 * {@code mvn test -Dtest=TranscriptsTest -Dmeshwright.regenerate=true} and read the difference.
 */
class TranscriptsTest {

    private static final Path FOLDER = Path.of("src/test/resources/transcripts");

    @TempDir
    Path temporary;

    private record Conversation(String name, List<String> arguments) {
        static Conversation of(String name, String arguments) {
            return new Conversation(name, List.of(arguments.split(" ")));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Conversation> conversations() {
        return Stream.of(
                Conversation.of("search", "search @/small.yaml -o %/plan.yaml"),
                Conversation.of("search-details", "search @/small.yaml -o %/plan.yaml --details"),
                Conversation.of("search-json", "search @/small.yaml -o %/plan.json --format json --top 1"),
                Conversation.of("search-missed", "search @/missed.yaml -o %/plan.yaml --top 0"),
                Conversation.of("search-infeasible", "search @/full.yaml -o %/plan.yaml"),
                new Conversation(
                        "scale", List.of("scale", "@/small.yaml", "--target", "20 tokens/ms", "--max-gpus", "16")),
                new Conversation(
                        "scale-json",
                        List.of(
                                "scale",
                                "@/small.yaml",
                                "--target",
                                "9 tokens/ms",
                                "--max-gpus",
                                "4",
                                "--no-roadmap",
                                "--gpu",
                                "h100-sxm",
                                "--format",
                                "json")),
                new Conversation(
                        "scale-infeasible",
                        List.of("scale", "@/full.yaml", "--target", "1 token/s", "--max-gpus", "2")),
                new Conversation("scale-no-unit", List.of("scale", "@/small.yaml", "--target", "100")),
                new Conversation("scale-wrong-unit", List.of("scale", "@/small.yaml", "--target", "100 tokens")),
                new Conversation("scale-negative", List.of("scale", "@/small.yaml", "--target", "-5 tokens/s")),
                new Conversation(
                        "scale-unknown-gpu",
                        List.of("scale", "@/small.yaml", "--target", "1 token/s", "--gpu", "h100-smx")),
                Conversation.of("help-scale", "scale --help"),
                Conversation.of("check", "check @/small.yaml @/plan.yaml"),
                Conversation.of("check-details", "check @/small.yaml @/plan.yaml --details"),
                Conversation.of("check-claims", "check @/small.yaml @/claims.yaml --claims all"),
                Conversation.of("check-faulty-claims", "check @/small.yaml @/faulty-claims.yaml"),
                Conversation.of("check-json", "check @/small.yaml @/plan.yaml --format json"),
                Conversation.of("check-explain", "check @/small.yaml @/plan.yaml --explain throughput.system"),
                Conversation.of("check-unknown-quantity", "check @/small.yaml @/plan.yaml --explain throughput.sytem"),
                Conversation.of(
                        "check-explain-depth", "check @/small.yaml @/plan.yaml --explain throughput.perGpu --depth 6"),
                Conversation.of(
                        "check-negative-depth",
                        "check @/small.yaml @/plan.yaml --explain throughput.system --depth -1"),
                Conversation.of("check-misfit", "check @/small.yaml @/too-large.yaml"),
                Conversation.of("check-too-many-gpus", "check @/small.yaml @/many-gpus.yaml"),
                Conversation.of("faulty", "search @/faulty.yaml"),
                Conversation.of("missing-file", "search @/smal.yaml"),
                Conversation.of("models", "models --config @/small.config.json"),
                Conversation.of("models-json", "models --config @/small.config.json --format json"),
                Conversation.of("validate", "validate @/measured.csv --predictions %/p.csv --worst 3"),
                Conversation.of("validate-json", "validate @/measured.csv --format json --worst 1"),
                Conversation.of("validate-faulty", "validate @/faulty.csv --predictions %/p.csv"),
                Conversation.of("calibrate", "calibrate @/measured.csv -o %/efficiency.yaml"),
                Conversation.of("usage-none", ""),
                Conversation.of("usage-unknown-option", "search @/small.yaml --formt json"),
                Conversation.of("usage-negative-top", "search @/small.yaml --top -1"),
                Conversation.of("usage-bad-time", "search @/small.yaml --time-limit 30"),
                Conversation.of("place", "place @/loads.csv --ranks 4 --slots 12 --compare"),
                Conversation.of("place-profiles", "place @/loads.csv @/later.csv --ranks 4 --slots 12"),
                Conversation.of(
                        "place-moves", "place @/later.csv --ranks 4 --slots 12 --current @/map.json --max-moves 4"),
                Conversation.of(
                        "place-groups", "place @/loads.csv --ranks 4 --nodes 2 --groups 4 --top-k 2 --slots 12"),
                Conversation.of("place-faulty", "place @/ragged.csv --ranks 2"),
                Conversation.of("place-odd-slots", "place @/loads.csv --ranks 4 --slots 10"),
                Conversation.of("place-few-slots", "place @/loads.csv --ranks 4 --slots 4"),
                Conversation.of("help-place", "place --help"),
                Conversation.of("help-bench", "bench --help"),
                Conversation.of("help", "--help"),
                Conversation.of("help-search", "search --help"),
                Conversation.of("help-check", "check --help"),
                Conversation.of("help-export", "export --help"),
                Conversation.of("help-validate", "validate --help"),
                Conversation.of("help-calibrate", "calibrate --help"));
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void answersAsRecorded(Conversation conversation) throws IOException {
        String said = converse(conversation);
        Path recorded = FOLDER.resolve(conversation.name() + ".txt");
        if (Boolean.getBoolean("meshwright.regenerate")) {
            Files.writeString(recorded, said);
        }
        assertThat(said).isEqualTo(Files.readString(recorded));
    }

    private String converse(Conversation conversation) {
        List<String> arguments = new ArrayList<>();
        for (String argument : conversation.arguments()) {
            if (!argument.isEmpty()) {
                arguments.add(argument.replace("@", FOLDER.toString()).replace("%", temporary.toString()));
            }
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        String talk = err.toString()
                .lines()
                .filter(line -> !line.matches("(searching|validating|calibrating): .*"))
                .reduce("", (all, line) -> all + line + "\n");
        String text = "$ meshwright " + String.join(" ", arguments) + "\n" + out + "--- stderr\n" + talk + "--- exit "
                + code + "\n";
        // The only clock that answers show.
        return text.replaceAll("solver time \\d+ ms", "solver time TIME ms")
                .replace(temporary.toString(), "TEMPORARY")
                .replace("\r\n", "\n");
    }
}
