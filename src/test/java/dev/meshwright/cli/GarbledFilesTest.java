package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.terminal.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the files hold: no internal error, no stack trace, and a message that names the file, or one that it names. */
@Tag("slow")
class GarbledFilesTest {

    private static final Path RESOURCES = Path.of("src/test/resources/transcripts");

    /** Pieces of text that are put in the place of others, or between them. */
    private static final List<String> PIECES = List.of(
            "NaN",
            "-1",
            "1e308",
            "1e999",
            "-0.0",
            "99999999999999999999",
            "null",
            "[]",
            "{}",
            "\"",
            "ü",
            "\u0000",
            ":",
            "\t",
            "{",
            "]",
            "&a",
            "*a",
            "true",
            "''",
            "0",
            "0.5",
            "Infinity",
            "2147483648");

    @TempDir
    Path folder;

    private record Answer(int code, String out, String err) {}

    private static Answer run(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        return new Answer(code, out.toString(), err.toString());
    }

    private static byte[] numpy() throws IOException {
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 8), }";
        byte[] padded = (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer numbers = ByteBuffer.allocate(3 * 8 * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 3 * 8; i++) {
            numbers.putDouble(1 + i % 5);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) padded.length, 0});
        file.write(padded);
        file.write(numbers.array());
        return file.toByteArray();
    }

    private static byte[] original(String name) throws IOException {
        return name.equals("loads.npy") ? numpy() : Files.readAllBytes(RESOURCES.resolve(name));
    }

    /** A few bytes cut off, replaced, doubled or inserted. */
    private static byte[] garbled(byte[] original, Random random) {
        List<Byte> bytes = new ArrayList<>();
        for (byte each : original) {
            bytes.add(each);
        }
        for (int i = 1 + random.nextInt(3); i > 0 && !bytes.isEmpty(); i--) {
            int at = random.nextInt(bytes.size());
            int length = Math.min(bytes.size() - at, random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> bytes.subList(at, bytes.size()).clear();
                case 1 -> bytes.subList(at, at + length).clear();
                case 2 -> bytes.set(at, (byte) random.nextInt(256));
                case 3 -> bytes.addAll(at, List.copyOf(bytes.subList(at, at + length)));
                default -> {
                    bytes.subList(at, Math.min(bytes.size(), at + 1 + random.nextInt(3)))
                            .clear();
                    byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
                    for (int j = 0; j < piece.length; j++) {
                        bytes.add(at + j, piece[j]);
                    }
                }
            }
        }
        byte[] garbled = new byte[bytes.size()];
        for (int i = 0; i < garbled.length; i++) {
            garbled[i] = bytes.get(i);
        }
        return garbled;
    }

    private static List<String> arguments(String command, Path file) {
        return Arrays.stream(command.split(" "))
                .map(word -> word.equals("FILE") ? file.toString() : word)
                .toList();
    }

    private static void assertPolite(Answer answer, Path file, String what) {
        assertThat(answer.code).as(what + "\n" + answer.out + answer.err).isIn(0, 2, 3, 4, 5);
        assertThat(answer.out + answer.err)
                .as(what)
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .doesNotContain("NaN tokens");
        if (answer.code == ExitCode.INVALID_INPUT.code()) {
            assertThat(answer.err).as(what).contains(file.getParent().toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "loads.csv, 150, place FILE --ranks 4 --slots 12 --time-limit 20ms",
        "loads.npy, 150, place FILE --ranks 4 --slots 12 --time-limit 20ms",
        "map.json, 150, place src/test/resources/transcripts/loads.csv --ranks 4 --slots 12 --current FILE --max-moves 2"
                + " --time-limit 20ms",
        "plan.yaml, 100, check src/test/resources/transcripts/small.yaml FILE",
        "claims.yaml, 100, check src/test/resources/transcripts/small.yaml FILE --claims all",
        "full.yaml, 100, check FILE src/test/resources/transcripts/plan.yaml",
        "too-large.yaml, 60, scale FILE --target 1tokens/s --max-gpus 2 --no-roadmap",
        "small.config.json, 100, models --config FILE"
    })
    void garbledFilesAreMetAtTheDoor(String name, int times, String command) throws IOException {
        Random random = new Random(17);
        byte[] original = original(name);
        // full.yaml names it.
        Files.copy(RESOURCES.resolve("small.config.json"), folder.resolve("small.config.json"));
        for (int i = 0; i < times; i++) {
            Path file = folder.resolve("garbled-" + i + name.substring(name.lastIndexOf('.')));
            Files.write(file, garbled(original, random));
            Answer answer = run(arguments(command, file));
            assertPolite(answer, file, command + " #" + i + "\n" + Files.readString(file, StandardCharsets.ISO_8859_1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "csv, place FILE --ranks 4 --slots 12",
        "json, place FILE --ranks 4 --slots 12",
        "npy, place FILE --ranks 4 --slots 12",
        "json, place src/test/resources/transcripts/loads.csv --ranks 4 --slots 12 --current FILE --max-moves 2",
        "yaml, place src/test/resources/transcripts/loads.csv --ranks 4 --slots 12 --problem FILE",
        "yaml, check FILE src/test/resources/transcripts/plan.yaml",
        "yaml, check src/test/resources/transcripts/small.yaml FILE",
        "yaml, scale FILE --target 1tokens/s",
        "yaml, search FILE",
        "yaml, search src/test/resources/transcripts/small.yaml --efficiency FILE",
        "yaml, bench FILE",
        "csv, validate FILE",
        "csv, calibrate FILE -o unwritten.yaml",
        "json, models --config FILE"
    })
    void foldersAndEmptyMissingAndUnsuitableFilesAreInvalidInput(String ending, String command) throws IOException {
        Path missing = folder.resolve("missing." + ending);
        Path directory = Files.createDirectory(folder.resolve("folder." + ending));
        Path empty = Files.createFile(folder.resolve("empty." + ending));
        Path zeros = Files.write(folder.resolve("zeros." + ending), new byte[300]);
        Path word = Files.writeString(folder.resolve("word." + ending), "seven\n");
        Path latin =
                Files.write(folder.resolve("latin." + ending), "na\u00efve: 1\n".getBytes(StandardCharsets.ISO_8859_1));
        for (Path file : List.of(missing, directory, empty, zeros, word, latin)) {
            Answer answer = run(arguments(command, file));
            assertPolite(answer, file, command + " " + file);
            assertThat(answer.code).as(answer.err).isEqualTo(ExitCode.INVALID_INPUT.code());
        }
        assertThat(Path.of("unwritten.yaml")).doesNotExist();
    }

    /** Numbers that no option can mean are wrong usage or invalid input, never more than that. */
    @Test
    void optionsOutOfRangeAreRefused() {
        List<String> values =
                List.of("-1", "0", "99999999999999999999", "NaN", "1e400", "x", "", "1.5", "ü", "2147483647");
        List<String> commands = List.of(
                "place src/test/resources/transcripts/loads.csv --slots 12 --ranks",
                "place src/test/resources/transcripts/loads.csv --ranks 4 --slots",
                "place src/test/resources/transcripts/loads.csv --ranks 4 --slots 12 --nodes",
                "place src/test/resources/transcripts/loads.csv --ranks 4 --slots 12 --groups",
                "place src/test/resources/transcripts/loads.csv --ranks 4 --slots 12 --robust",
                "place src/test/resources/transcripts/loads.csv --ranks 4 --slots 12 --balance-limit",
                "place src/test/resources/transcripts/loads.csv --ranks 4 --slots 12 --time-limit",
                "place src/test/resources/transcripts/loads.csv --ranks 4 --slots 12 --current"
                        + " src/test/resources/transcripts/map.json --max-moves",
                "check src/test/resources/transcripts/small.yaml src/test/resources/transcripts/plan.yaml --lengths",
                "check src/test/resources/transcripts/small.yaml src/test/resources/transcripts/plan.yaml"
                        + " --checkpointing-above",
                "scale src/test/resources/transcripts/too-large.yaml --max-gpus 2 --no-roadmap --target",
                "scale src/test/resources/transcripts/too-large.yaml --no-roadmap --target 1tokens/s --time-limit",
                "search src/test/resources/transcripts/too-large.yaml --top");
        for (String command : commands) {
            for (String value : values) {
                List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
                arguments.add(value);
                Answer answer = run(arguments);
                assertThat(answer.code)
                        .as(command + " '" + value + "'\n" + answer.err)
                        .isIn(0, 2, 3, 4, 5);
                assertThat(answer.err).as(command).doesNotContain("Exception");
            }
        }
    }
}
