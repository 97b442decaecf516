package dev.meshwright.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.fault.Visible;
import dev.meshwright.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every reader, and the arguments of every command, fed with what sound input became by accident or intent: it is read, or it is
 * refused in words, in little time and little memory. {@code -Dmeshwright.fuzz.cases=N -Dmeshwright.fuzz.seed=S} for more; a case that
 * fails names its number, and belongs into {@code bad/corpus.yaml} once it is mended.
 */
class FuzzIT {

    private static final int CASES = Integer.getInteger("meshwright.fuzz.cases", 20_000);

    private static final long SEED = Long.getLong("meshwright.fuzz.seed", 20_261_129L);

    /** Arguments are a fifth of all cases, the readers share the rest. */
    private static final int ARGUMENTS = CASES / 5;

    private static final int OF_READER = (CASES - ARGUMENTS) / Readers.values().length;

    /** Of CPU time, for one text of a few kB. */
    private static final long MOST_NANOSECONDS = 5_000_000_000L;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aReaderReadsOrRefuses(Readers reader) throws IOException {
        List<String> seeds = reader.seeds();
        List<String> others = List.of(Readers.values()).stream()
                .flatMap(other -> other.seeds().stream())
                .toList();
        Path file = folder.resolve("fuzzed" + reader.ending());
        Path configuration = Path.of("src/test/resources/transcripts/small.config.json");
        Files.copy(configuration, folder.resolve("small.config.json"));
        int refused = 0;
        for (int number = 0; number < OF_READER; number++) {
            RandomGenerator random = new SplittableRandom(SEED * 1_000_003 + number * 31L + reader.ordinal());
            String text = Mutations.of(Mutations.one(seeds, random), others, random);
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
            long start = THREADS.getCurrentThreadCpuTime();
            try {
                reader.read(file);
            } catch (InvalidInputException invalid) {
                refused++;
                assertPolite(invalid, reader + " " + number);
            } catch (RuntimeException | Error thrown) {
                fail("%s %d, seed %d:\n%s\n---".formatted(reader, number, SEED, text), thrown);
            }
            assertThat(THREADS.getCurrentThreadCpuTime() - start)
                    .as("CPU time of %s %d, seed %d:\n%s", reader, number, SEED, text)
                    .isLessThan(MOST_NANOSECONDS);
        }
        assertThat(refused).as("some of %s must be wrong", reader).isPositive();
    }

    static void assertPolite(InvalidInputException invalid, String which) {
        assertThat(invalid.faults()).as(which).isNotEmpty();
        for (Fault fault : invalid.faults()) {
            String said = fault.message() + " " + fault.maybe();
            assertThat(fault.message()).as(which).isNotBlank().hasSizeLessThan(3000);
            assertThat(said).as(which).doesNotContain("Exception", "java.", "jackson", "[Source", "\n");
            assertThat(fault.value()).as(which).hasSizeLessThan(600);
            assertThat(Visible.text(said)).as(which).doesNotContain("\u001b");
        }
    }

    /** Commands that read nothing that takes long, with options, values and files in any order. */
    @Test
    void argumentsAreReadOrRefused() throws IOException {
        Path loads = Path.of("src/test/resources/transcripts/loads.csv");
        String missing = folder.resolve("missing.yaml").toString();
        List<String> words = new ArrayList<>(List.of(
                "search",
                "check",
                "import",
                "export",
                "claims",
                "quantities",
                "scale",
                "place",
                "validate",
                "calibrate",
                "bench",
                "models",
                "gpus",
                "schema",
                missing,
                loads.toString(),
                folder.toString(),
                "",
                " ",
                "-",
                "--",
                "@file",
                "-o",
                "--format",
                "json",
                "text",
                "--seed",
                "--time-limit",
                "30 s",
                "300 ms",
                "--memory-limit",
                "2 GB",
                "--log-level",
                "error",
                "--top",
                "--ranks",
                "4",
                "--slots",
                "12",
                "--nodes",
                "--groups",
                "--weights",
                "1,2",
                "--robust",
                "worst",
                "--engine",
                "vllm",
                "--explain",
                "throughput.system",
                "--claims",
                "all",
                "--lengths",
                "128..1024",
                "--target",
                "100 tokens/ms",
                "--gpu",
                "h100-sxm",
                "--config",
                "--help",
                "--version",
                "--allow-outside",
                "--efficiency",
                "--problem",
                "--current",
                "--moves"));
        words.addAll(List.of(
                "\u0663",
                "1e999",
                "-1",
                "0x10",
                "NaN",
                "a\u0000b",
                "\u202eevil",
                "\u001b[2J",
                "--\u00fc",
                "'",
                "${x}"));
        for (int number = 0; number < ARGUMENTS; number++) {
            RandomGenerator random = new SplittableRandom(SEED * 7 + number);
            List<String> arguments = new ArrayList<>();
            for (int length = random.nextInt(7); length >= 0; length--) {
                arguments.add(Mutations.one(words, random));
            }
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
            assertThat(code).as("%s\n%s", arguments, err).isIn(0, 2, 3, 4, 5, 6);
            assertThat(err.toString())
                    .as("%s", arguments)
                    .doesNotContain("Exception", "\tat ", "java.", "\u001b", "\u202e");
        }
    }
}
