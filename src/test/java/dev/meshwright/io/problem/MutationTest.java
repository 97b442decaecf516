package dev.meshwright.io.problem;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.loads.LoadFiles;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.plan.PlanFilesTest;
import dev.meshwright.io.traffic.LengthFiles;
import dev.meshwright.io.traffic.RequestTraces;
import dev.meshwright.io.tree.InputFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files end in faults or in something valid, never in another exception, and never in a long wait. */
@Tag("slow")
class MutationTest {

    private static final long SEED = 20_261_121L;
    private static final int MUTANTS = 1_500;
    private static final long LONGEST_MILLISECONDS = 2_000;
    private static final List<String> GARBAGE = List.of(
            "\0",
            "\u00ff",
            "[",
            "{",
            "]",
            "}",
            ":",
            "- ",
            "*x",
            "&x ",
            "!!binary ",
            "!t ",
            "%",
            "\"",
            "'",
            "\n",
            "\t",
            "1e999",
            "-1",
            "99999999999999999999",
            ".nan",
            "null",
            "~",
            "true",
            "| \n",
            "? ",
            "<<: ",
            "#",
            "---\n",
            "{}",
            "[]",
            "\ud83d\ude00",
            "0");

    @Test
    void damagedProblems() {
        String json =
                "{\"name\": \"x\", \"model\": {\"catalog\": \"small-mixture\"}, \"cluster\": {\"nodes\": [{\"gpus\": 8,"
                        + " \"gpu\": \"h100\"}]}, \"workload\": {\"phase\": \"prefill\", \"inputTokens\": [1, 2]}}";
        mutate(ProblemFilesTest.COMPLETE, text -> SmallModels.read("p.yaml", text));
        mutate(json, text -> SmallModels.read("p.json", text));
        String traffic = SmallModels.withWorkload(
                        "small-mixture",
                        "{phase: serving, inputTokens: {uniform: [800, 1024]}, outputTokens: {logNormal: {mean: 90, sigma:"
                                + " 0.8}}, arrivals: {rate: 20 requests/s, process: {coefficientOfVariation: 2}}}")
                + "targets: {timeToFirstToken: {p99: 2 s, mean: 500 ms}, endToEnd: 9 s}\n"
                + "serving: {chunkedPrefill: true, graphSizes: [1, 2, 4]}\n";
        mutate(traffic, text -> SmallModels.read("p.yaml", text));
    }

    @Test
    void damagedTraces(@TempDir Path folder) {
        Path file = folder.resolve("requests.jsonl");
        String trace = "{\"arrival\": 0.5, \"input\": 100, \"output\": 10}\n"
                + "{\"arrival\": \"900 ms\", \"input\": 200, \"output\": 20, \"prefix\": 64}\n";
        mutate(trace, text -> RequestTraces.read(written(file, text), "trace"));
        mutate("512\n1024\n77\n", text -> LengthFiles.read(written(file, text), "lengths"));
    }

    private static Path written(Path file, String text) {
        try {
            return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void damagedPlans() {
        mutate(PlanFilesTest.COMPLETE, text -> PlanFiles.read(new InputFile("p.yaml", text)));
    }

    @Test
    void damagedLoads(@TempDir Path folder) {
        Path file = folder.resolve("loads.json");
        mutate("{\"loads\": [[1, 2, 3], [4.5, 5e2, 6], [7, 8, 9]]}", text -> LoadFiles.read(written(file, text)));
    }

    private static void mutate(String valid, Consumer<String> reader) {
        SplittableRandom random = new SplittableRandom(SEED);
        int accepted = 0;
        for (int mutant = 0; mutant < MUTANTS; mutant++) {
            String text = valid;
            int changes = 1 + random.nextInt(3);
            for (int change = 0; change < changes; change++) {
                text = change(text, random);
            }
            long start = System.nanoTime();
            try {
                if (!text.isBlank()) {
                    reader.accept(text);
                    accepted++;
                }
            } catch (InvalidInputException expected) {
                assertThat(expected.faults()).isNotEmpty();
                assertThat(expected.getMessage()).hasSizeLessThan(100_000);
            } catch (RuntimeException | StackOverflowError unexpected) {
                throw new AssertionError("Seed " + SEED + ", mutant " + mutant + ":\n" + text, unexpected);
            }
            assertThat(MILLISECONDS.convert(System.nanoTime() - start, java.util.concurrent.TimeUnit.NANOSECONDS))
                    .as("time for %s", text)
                    .isLessThan(LONGEST_MILLISECONDS);
        }
        assertThat(accepted).as("mutants that are still valid").isBetween(1, MUTANTS - 1);
    }

    private static String change(String text, SplittableRandom random) {
        int start = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), start + 1 + random.nextInt(random.nextBoolean() ? 3 : 40));
        String piece = text.substring(start, end);
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, start) + text.substring(end);
            case 1 -> text.substring(0, end) + piece + text.substring(end);
            case 2 -> text.substring(0, start) + new StringBuilder(piece).reverse() + text.substring(end);
            case 3 -> start == 0 ? text : text.substring(0, start);
            case 4 -> text.substring(0, start) + GARBAGE.get(random.nextInt(GARBAGE.size())) + text.substring(start);
            default -> text.substring(0, start) + GARBAGE.get(random.nextInt(GARBAGE.size())) + text.substring(end);
        };
    }
}
