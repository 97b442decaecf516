package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.answer.text.page.Style;
import dev.meshwright.cli.terminal.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The one door through which every run leaves: with words, a code, and the answer on standard output where it has nowhere else to go. */
class DoorTest extends CommandRun {

    private static final String SMALL = "src/test/resources/transcripts/small.yaml";
    private static final String LOADS = "src/test/resources/transcripts/loads.csv";

    /** As a disk that is full, or a reader that left after some bytes. */
    private static PrintWriter taking(int bytes) {
        return new PrintWriter(new OutputStream() {
            private int left = bytes;

            @Override
            public void write(int one) throws IOException {
                if (left-- <= 0) {
                    throw new IOException("No space left on device");
                }
            }
        });
    }

    @Test
    void aLostAnswerIsNoSuccess() {
        for (int bytes : new int[] {0, 40, 100}) {
            int code = Main.run(taking(bytes), new PrintWriter(err), "place", LOADS, "--ranks", "4", "--slots", "12");
            assertThat(code).as("after %d bytes", bytes).isEqualTo(7);
        }
        assertThat(err.toString()).contains("standard output did not take the answer");
    }

    @Test
    void anEmptyNameIsNoFile() {
        assertThat(run("search", "")).isEqualTo(3);
        assertThat(err.toString()).contains("the name of the file to read is empty");
    }

    @Test
    void errorsLeaveInWordsToo() {
        Failures failures = new Failures(Terminal.plain(new PrintWriter(out), new PrintWriter(err)));
        assertThat(failures.failed(new OutOfMemoryError("Java heap space"))).isEqualTo(3);
        assertThat(failures.failed(new StackOverflowError())).isOne();
        assertThat(failures.failed(new IllegalStateException("a bug"))).isOne();
        assertThat(err.toString())
                .contains("needs more memory than the", "internal error: a bug")
                .doesNotContain("java.", "\tat ", "null");
    }

    @Test
    void wherePlansCannotBeWrittenIsFoundBeforeAnythingIsComputed() throws IOException {
        String blocked = written("file", "x") + "/plan.yaml";
        assertThat(run("search", SMALL, "-o", blocked)).isEqualTo(3);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("is a file, not a folder");
        assertThat(run("place", LOADS, "--ranks", "4", "-o", blocked)).isEqualTo(3);
        assertThat(out.toString()).isEmpty();
        assertThat(run("bench", "benchmarks-config/placement.yaml", "-o", blocked))
                .isEqualTo(3);
        assertThat(out.toString()).isEmpty();
    }

    /** The device takes nothing, which only writing to it tells. */
    @Test
    void whatCannotBeWrittenInTheEndGoesToStandardOutput() {
        if (Files.exists(Path.of("/dev/full"))) {
            assertThat(run("search", SMALL, "-o", "/dev/full")).isEqualTo(3);
            assertThat(out.toString()).contains("TP", "tensor:", "devices:");
            assertThat(err.toString())
                    .contains("cannot be written", "No space left on device")
                    .doesNotContain("Exception");
        }
    }

    /** Of every command that writes: an answer is printed before its page is made, and what only the file would hold is printed. */
    @Test
    void noCommandLosesItsAnswerToAFullDisk() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no device takes nothing here");
        String plan = "src/test/resources/transcripts/plan.yaml";
        String measured = "src/test/resources/transcripts/measured.csv";
        String document = written("document.md", "The system reaches 200 tokens/ms on 16 GPUs.\n");
        Map<String, String> lost = new LinkedHashMap<>();
        lost.put("search " + SMALL + " -o " + file("p.yaml") + " --report /dev/full", "tokens/s");
        lost.put("search " + SMALL + " -o " + file("p.yaml") + " --simplest /dev/full", "devices:");
        lost.put("search " + SMALL + " --front --searches 3 -o /dev/full", "points");
        lost.put("check " + SMALL + " " + plan + " --report /dev/full", "tokens/s");
        lost.put("scale " + SMALL + " --target 100tokens/s --report /dev/full", "GPU");
        lost.put("place " + LOADS + " --ranks 4 --slots 12 -o /dev/full", "physical");
        lost.put("validate " + measured + " --predictions /dev/full", "invented-llama-3.1-70b-tp4-ep1-c4");
        lost.put("calibrate " + measured + " -o /dev/full", "factors");
        lost.put("claims " + document + " --force -o /dev/full", "claims");
        lost.forEach((command, part) -> {
            assertThat(exactly(command.split(" "))).as(command + "\n" + err).isEqualTo(3);
            assertThat(out.toString()).as(command).contains(part);
            assertThat(err.toString())
                    .as(command)
                    .contains("/dev/full: cannot be written")
                    .doesNotContain("Exception");
        });
        assertThat(Path.of(file("p.yaml"))).exists();
    }

    @Test
    void whatIsNotSeenIsShownInAnswersAndOurEmphasisStays() {
        StringWriter shown = new StringWriter();
        new Terminal(new PrintWriter(shown), new PrintWriter(err), Style.TERMINAL, false, () -> false)
                .answer(Style.TERMINAL.strong("a\u202eb\u001b]0;title\u0007") + "\n\tc\n");
        assertThat(shown.toString())
                .contains(Style.TERMINAL.strong("x").substring(0, 3), "a\\u{202e}b\\u{1b}]0;title\\u{7}", "\n\tc\n")
                .doesNotContain("\u202e", "\u0007");
    }

    /** Turkish has an i of its own, Arabic and Hindi digits of their own. */
    @Test
    void answersAreTheSameInAnyLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ROOT);
            run("search", SMALL, "-o", file("root.yaml"));
            String expected = out.toString();
            for (String tag : new String[] {"tr-TR", "ar-EG", "hi-IN-u-nu-deva", "de-DE", "th-TH-u-ca-buddhist"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                run("search", SMALL, "-o", file(tag + ".yaml"));
                assertThat(out.toString()).as(tag).isEqualTo(expected);
                assertThat(Path.of(file(tag + ".yaml"))).hasSameTextualContentAs(Path.of(file("root.yaml")));
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void sizesAreRefusedBeforeMemoryIsTaken() throws IOException {
        String bench = written("b.yaml", """
                algorithms: [contiguous, nothing]
                cases:
                  - {name: a, ranks: 4, slots: 12, drawn: {distribution: zipf, parameter: 1, layers: 1000000000, experts: 8}}
                  - {name: b, ranks: 5, slots: 12, drawn: {distribution: zipf, parameter: 1, layers: 2, experts: 8}}
                """);
        assertThat(run("bench", bench)).isEqualTo(3);
        assertThat(err.toString()).contains("case a", "of memory that may be taken", "case b", "is no placer");
        String small = written("s.yaml", """
                algorithms: [contiguous]
                cases:
                  - {name: a, ranks: 4, slots: 12, drawn: {distribution: zipf, parameter: 1, layers: 100000, experts: 8}}
                """);
        assertThat(run("bench", small, "--memory-limit", "1 MB")).isEqualTo(3);
        assertThat(err.toString()).contains("the 1 MB of memory that may be taken");
        assertThat(run("place", LOADS, "--ranks", "4", "--dense-layers", "2000000000"))
                .isEqualTo(3);
        assertThat(run("place", LOADS, "--ranks", "4", "--memory-limit", "1 kB"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("of memory may be taken");
    }

    @Test
    void benchmarksAreCheckedWhollyBeforeTheFirstCaseAndKeptAsTheyCome() throws IOException {
        written("loads.csv", "1,2,3,4\n4,3,2,1\n");
        written("other.csv", "1,2,3\n");
        String bench = written("b.yaml", """
                algorithms: [contiguous]
                cases:
                  - {name: fine, ranks: 2, slots: 4, loads: [loads.csv]}
                  - {name: shape, ranks: 2, slots: 4, loads: [loads.csv], current: {algorithm: eplb-style, loads: other.csv}}
                  - {name: odd, ranks: 3, slots: 4, loads: [loads.csv]}
                """);
        assertThat(run("bench", bench, "-o", file("out"))).isEqualTo(3);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("another shape", "must be a multiple of 3 ranks")
                .doesNotContain("fine ...");
        assertThat(run("bench", bench, "--case", "fine", "-o", file("out"))).isZero();
        assertThat(Path.of(file("out/bench.json"))).exists();
    }

    @Test
    void listedValuesAreRefusedInWords() throws IOException {
        assertThat(run("place", LOADS, "--ranks", "4", "--slots", "12", "--top-k", "0"))
                .isEqualTo(3);
        assertThat(run("place", LOADS, "--ranks", "4", "--slots", "12", "--weights", "Infinity"))
                .isEqualTo(2);
        assertThat(run("place", LOADS, "--ranks", "4", "--slots", "12", "--weights", "1d"))
                .isEqualTo(2);
        assertThat(run("place", LOADS, "--ranks", "\u0664", "--slots", "12")).isEqualTo(2);
        assertThat(run("place", LOADS, "--ranks", "4", "--slots", "12", "--time-limit", "1e-300 s"))
                .isZero();
        String map = written("map.yaml", "initial_global_assignments: {a: [0, 1]}\n");
        assertThat(run("place", LOADS, "--ranks", "4", "--slots", "12", "--current", map))
                .isEqualTo(3);
        assertThat(err.toString()).contains("numbers of layers for keys");
        String current = "src/test/resources/transcripts/map.json";
        assertThat(run("place", LOADS, "--ranks", "4", "--slots", "12", "--current", current, "--max-moves", "1%1%"))
                .isEqualTo(3);
    }

    /** Thirty doublings are a gigabyte; a word of a command is never so long. */
    @Test
    void aScriptThatDoublesItsTextTakesNoMemory() throws IOException {
        String doublings =
                "a=x\nfor i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do a=$a$a; done\n";
        assertThat(run("import", written("s.sh", doublings + "vllm serve m --port $a\n")))
                .isIn(0, 3);
        assertThat(out.toString().length()).isLessThan(1_000_000);
    }

    /** So many clients are no more than others that do not fit. */
    @Test
    void theLargestConcurrencyIsAnsweredSoon() throws IOException {
        String problem = written(
                "p.yaml",
                Files.readString(Path.of(SMALL))
                        .replace("concurrency: 384", "concurrency: 2147483647")
                        .replace(
                                "small.config.json",
                                Path.of("src/test/resources/transcripts/small.config.json")
                                        .toAbsolutePath()
                                        .toString()));
        assertThat(run("search", problem, "--allow-outside", "-o", file("o.yaml")))
                .isEqualTo(4);
        assertThat(out.toString()).contains("Lower the concurrency from 2,147,483,647");
    }
}
