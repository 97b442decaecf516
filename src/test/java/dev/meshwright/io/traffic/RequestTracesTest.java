package dev.meshwright.io.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.SharedData;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.workload.RecordedRequests;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded requests and lengths: read line by line, and what is wrong is said by line. */
@Tag("slow")
class RequestTracesTest {

    @TempDir
    private Path folder;

    private RecordedRequests read(String text) throws IOException {
        return RequestTraces.read(Files.writeString(folder.resolve("r.jsonl"), text), "r.jsonl");
    }

    private List<String> faults(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("r.jsonl"), bytes);
        return said(() -> RequestTraces.read(file, "r.jsonl"));
    }

    private List<String> faults(String text) throws IOException {
        return faults(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> faultsOfLengths(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("r.jsonl"), text);
        return said(() -> LengthFiles.read(file, "r.jsonl"));
    }

    private List<String> said(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        var exception = catchThrowableOfType(InvalidInputException.class, reading);
        assertThat(exception).isNotNull();
        return exception.faults().stream()
                .map(Fault::describe)
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    private static String line(String arrival, int input, int output) {
        return "{\"arrival\": " + arrival + ", \"input\": " + input + ", \"output\": " + output + "}\n";
    }

    /** Times count from the first request, whatever day that was. */
    @Test
    void readsTimesLengthsAndPrefixes() throws IOException {
        RecordedRequests read = read(line("1700000000.5", 10, 2)
                + "{\"arrival\": 1700000000.5, \"input\": 30, \"output\": 4, \"prefix\": 16}\n"
                + line("1700000001", 20, 6) + "\n\n");
        assertThat(read.size()).isEqualTo(3);
        assertThat(read.arrivalSeconds(0)).isZero();
        assertThat(read.arrivalSeconds(1)).isZero();
        assertThat(read.arrivalSeconds(2)).isEqualTo(0.5);
        assertThat(read.prefixTokens(0)).isZero();
        assertThat(read.prefixTokens(1)).isEqualTo(16);
        assertThat(read.prefixTokens(2)).isZero();
        assertThat(read.meanInput()).isEqualTo(20);
        assertThat(read.meanOutput()).isEqualTo(4);
        assertThat(read.longestContext()).isEqualTo(34);
        assertThat(read.perSecond()).hasValue(4);
        assertThat(read)
                .isEqualTo(
                        read(line("0", 10, 2) + "{\"arrival\": \"0 s\", \"input\": 30, \"output\": 4, \"prefix\": 16}\n"
                                + line("0.5", 20, 6)));
    }

    @Test
    void saysWhatIsWrongByLine() throws IOException {
        assertThat(faults(line("0", 10, 2) + "\n" + line("-1", 10, 2) + line("5", 0, 2) + line("4", 10, 2)
                        + "[1, 2]\n" + "{\"arrival\": \"5\", \"input\": 1.5, \"output\": \"many\", \"prefix\": 9}\n"
                        + "{\"arrival\": 6, \"input\": 5, \"outp"))
                .containsExactly(
                        "r.jsonl: line 2: is empty",
                        "r.jsonl: line 3/arrival: must be at least 0 (-1)",
                        "r.jsonl: line 4/input: must be at least 1 (0)",
                        "r.jsonl: line 5/arrival: is earlier than in line 4 (4). Maybe sort the lines by arrival.",
                        "r.jsonl: line 6: must be a mapping with the fields arrival, input, output, prefix, blocks",
                        "r.jsonl: line 7/arrival: has no unit and must be a time such as 10 s or 50 ms (5)."
                                + " Maybe 5 s or 5 ms.",
                        "r.jsonl: line 7/input: must be a whole number (1.5)",
                        "r.jsonl: line 7/output: must be a number such as 4096 or 671e9 (many)",
                        "r.jsonl: line 8: is not complete."
                                + " Maybe the file was cut off, or one object spans several lines.");
        assertThat(faults("{\"arrival\": 0, \"input\": 5, \"output\": 5, \"prefix\": 6}\n"))
                .containsExactly("r.jsonl: line 1/prefix: must be at most 5 (6)");
    }

    @Test
    void knowsWhatOthersCallTheSame() throws IOException {
        assertThat(faults("{\"timestamp\": 27482, \"input_length\": 6955, \"output_length\": 52, \"hash_ids\": [46]}"))
                .containsExactly(
                        "r.jsonl: line 1/timestamp: unknown field. Maybe arrival, in seconds.",
                        "r.jsonl: line 1/input_length: unknown field. Maybe input.",
                        "r.jsonl: line 1/output_length: unknown field. Maybe output.",
                        "r.jsonl: line 1/hash_ids: unknown field." + " Maybe blocks.",
                        "r.jsonl: line 1/arrival: is missing",
                        "r.jsonl: line 1/input: is missing",
                        "r.jsonl: line 1/output: is missing");
    }

    @Test
    void aFileOfAnotherFormGivesAFewFaults() throws IOException {
        assertThat(faults("nonsense\n".repeat(1000)))
                .hasSize(11)
                .last()
                .isEqualTo("r.jsonl: 990 more faults are not shown");
        assertThat(faults("")).containsExactly("r.jsonl: has no request");
        assertThat(faults("\n\n")).containsExactly("r.jsonl: has no request");
        assertThat(faults("[" + "1,".repeat(20_000)))
                .containsExactly(
                        "r.jsonl: line 1: is longer than 10000 characters ([" + "1,".repeat(28) + "...)",
                        "r.jsonl: has no request");
        assertThat(faults(new byte[] {(byte) 0xff, (byte) 0xfe, 0}))
                .containsExactly("r.jsonl: is not UTF-8 text. Maybe a binary file, or text in another encoding.");
        assertThat(said(() -> RequestTraces.read(folder, "x")))
                .containsExactly(folder + ": is a directory, not a file");
    }

    /** A million requests are read and kept in far less than 100 MB: 20 bytes each. */
    @Test
    void aMillionRequestsAreNoTrouble() throws IOException {
        Path file = folder.resolve("million.jsonl");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int number = 0; number < 1_000_000; number++) {
                writer.write(line(Double.toString(number / 8.0), 1 + number % 1000, 7));
            }
        }
        RecordedRequests read = RequestTraces.read(file, "million");
        assertThat(read.size()).isEqualTo(1_000_000);
        assertThat(read.meanInput()).isEqualTo(500.5);
        assertThat(read.perSecond()).hasValue(8);
    }

    @Test
    void lengthsAreAWholeNumberInEachLine() throws IOException {
        Path file = Files.writeString(folder.resolve("lengths.txt"), "5\r\n 10\n\n");
        assertThat(LengthFiles.read(file, "x").tokens()).containsExactly(5, 10);
        assertThat(faultsOfLengths("tokens\n5\n\n0\n2.5\n9999999999\n"))
                .containsExactly(
                        "r.jsonl: line 1: must be a whole number from 1 to 100000000."
                                + " Maybe a heading, which has to go.",
                        "r.jsonl: line 3: is empty",
                        "r.jsonl: line 4: must be a whole number from 1 to 100000000 (0)",
                        "r.jsonl: line 5: must be a whole number from 1 to 100000000 (2.5)",
                        "r.jsonl: line 6: must be a whole number from 1 to 100000000 (9999999999)");
        assertThat(faultsOfLengths("")).containsExactly("r.jsonl: has no length");
    }

    private RecordedRequests blocks(long cacheTokens, String... prompts) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String prompt : prompts) {
            lines.append("{\"arrival\": 0, \"input\": 1200, \"output\": 5, \"blocks\": [")
                    .append(prompt)
                    .append("]}\n");
        }
        Path file = folder.resolve("blocks.jsonl");
        Files.writeString(file, lines);
        return RequestTraces.read(file, "blocks.jsonl", cacheTokens);
    }

    /** Prompts of 1,200 tokens are two blocks of 512 and a part of a third: what is there of the first ones in turn is shared. */
    @Test
    void blocksThatWereThereBeforeAreShared() throws IOException {
        RecordedRequests read = blocks(Long.MAX_VALUE, "1, 2, 3", "1, 2, 4", "5, 2, 3", "1, 2, 3", "9");
        assertThat(IntStream.range(0, 5).map(read::prefixTokens)).containsExactly(0, 1024, 0, 1200, 0);
        assertThat(read.prefixShare()).isCloseTo(2224.0 / 6000, within(1e-12));
    }

    /** Three blocks fit: the prompt between takes the place of all but the last of the first. */
    @Test
    void aFullCacheDropsWhatWasUsedLongestAgo() throws IOException {
        RecordedRequests read = blocks(3 * 512, "1, 2, 3", "4, 5", "1, 2, 3", "1, 7");
        // After 4, 5 there are 1, 5, 4: of a prompt the last block goes first.
        assertThat(IntStream.range(0, 4).map(read::prefixTokens)).containsExactly(0, 0, 512, 512);
    }

    @Test
    void blocksThatNoPromptHasAreSaid() throws IOException {
        assertThat(faults("{\"arrival\": 0, \"input\": 600, \"output\": 5, \"blocks\": [1, 2, 3]}\n"
                        + "{\"arrival\": 0, \"input\": 600, \"output\": 5, \"blocks\": [1], \"prefix\": 5}\n"
                        + "{\"arrival\": 0, \"input\": 600, \"output\": 5, \"blocks\": 7}\n"))
                .containsExactly(
                        "r.jsonl: line 1/blocks: names 3 blocks of 512 tokens, and the prompt has 600 tokens",
                        "r.jsonl: line 2/blocks: has no meaning beside prefix. Maybe leave one of them out.",
                        "r.jsonl: line 3/blocks: must be a list of whole numbers (7)");
    }

    /** A slice of Mooncake's public trace with its own names of blocks: an unbounded cache has more of it than one of 500,000 tokens. */
    @Test
    void publicTracesShareWhatTheirBlocksSay() throws IOException {
        Path file = SharedData.require("data/traces/mooncake_conversation_2000.jsonl");
        Path mine = folder.resolve("mine.jsonl");
        Files.writeString(
                mine,
                Files.readString(file)
                        .replaceAll("\"arrival_ms\":(\\d+)", "\"arrival\":\"$1 ms\"")
                        .replace("hash_ids", "blocks"));
        double all = RequestTraces.read(mine, "mine").prefixShare();
        double few = RequestTraces.read(mine, "mine", 500_000).prefixShare();
        System.out.printf(
                "Mooncake, 2,000 requests: %.1f %% shared, %.1f %% by 500,000 tokens%n", 100 * all, 100 * few);
        // The whole file: 37.4 % of all, 4.5 % with 500,000 tokens.
        assertThat(all).isBetween(0.1, 0.45);
        assertThat(few).isBetween(0.02, 0.1);
    }
}
