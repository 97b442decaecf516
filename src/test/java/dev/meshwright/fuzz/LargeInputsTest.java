package dev.meshwright.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Files that are long, nest deeply or repeat a mark without end: read in time that grows with their size, on a thread with little stack. */
@Tag("slow")
class LargeInputsTest {

    private static final String SMALL = "src/test/resources/transcripts/small.yaml";

    /** How often a mark is repeated; ten times as often at night. */
    private static final int TIMES = Integer.getInteger("meshwright.large", 4_000);

    private static final long LITTLE_STACK = 512 * 1024;

    private static final double MOST_SECONDS = 5;

    /**
     * A file.
     *
     * @param command its arguments, % for the file
     * @param mark what it repeats
     * @param times how often
     * @param code exit codes that are right
     */
    private record Large(String command, String mark, int times, List<Integer> code) {}

    static final List<Large> FILES = files();

    @TempDir
    Path folder;

    private static List<Large> files() {
        List<Large> files = new ArrayList<>();
        for (String mark : List.of(
                "[",
                "{\"a\":",
                "{a: ",
                "x=${x:-${x:-",
                "if a; then ",
                "a | ( ",
                "\"$(a ",
                "c1,",
                "k1: 1\n",
                "a,b\n",
                "$((1+(",
                "[[ a && ")) {
            files.add(new Large("import %", mark, TIMES, List.of(0, 3)));
        }
        for (String mark : List.of("[", "[a](", "*a ", "~~a ", "<!-- ", "_a_b ", "$1 ", "# ", "| 1 ", "- ")) {
            files.add(new Large("claims %", mark, TIMES, List.of(0, 3)));
        }
        // Numbers and names without end in one sentence, one passage, one section, one table.
        for (String mark : List.of(
                "5 GB, ",
                "TP8 EP4 ",
                "5 GB to ",
                "7 12 ",
                "1.",
                "1 234",
                "1,234",
                "memory TTFT 5 GB, ",
                "TTFT is 5 ms. ",
                "- memory 5 GB\n",
                "# memory 5 GB ",
                "memory per GPU\n\n5 GB\n\n",
                "| --- ",
                "> ")) {
            files.add(new Large("claims %", mark, 12 * TIMES / mark.length(), List.of(0, 3)));
        }
        for (String mark : List.of("[", "{\"a\":", "{a: ", "a: &a [*a]\n", "- - - ", "? ", "!!x ", "%TAG ! x\n")) {
            files.add(new Large("search %", mark, TIMES, List.of(3)));
            files.add(new Large("check " + SMALL + " %", mark, TIMES, List.of(3)));
            files.add(new Large("sweep % -o OUT", mark, TIMES, List.of(3)));
        }
        for (String command : List.of(
                "place % --ranks 4 --slots 12",
                "validate %",
                "models --config %",
                "report % -o OUT.html",
                "bench %",
                "search " + SMALL + " --prices %")) {
            for (String mark : List.of("[", "{\"a\":", "\"", "1,", "a,b\n")) {
                files.add(new Large(command, mark, TIMES, List.of(3)));
            }
        }
        return files;
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void isReadOrRefusedInTime(Large large) throws Exception {
        Path file = Files.writeString(folder.resolve("large"), large.mark().repeat(large.times()));
        String[] arguments = large.command()
                .replace("%", file.toString())
                .replace("OUT", folder.resolve("out").toString())
                .split(" ");
        StringWriter err = new StringWriter();
        AtomicReference<Integer> code = new AtomicReference<>(-1);
        AtomicReference<Double> seconds = new AtomicReference<>(0.0);
        Thread thread = new Thread(
                null,
                () -> {
                    code.set(Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments));
                    seconds.set(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9);
                },
                "little stack",
                LITTLE_STACK);
        thread.start();
        thread.join(60_000);
        assertThat(code.get())
                .as("%s of %s: %s", large.command(), large.mark(), err)
                .isIn(large.code());
        assertThat(err.toString()).doesNotContain("internal error", "Exception").hasSizeLessThan(20_000);
        assertThat(seconds.get()).as("seconds of %s", large).isLessThan(MOST_SECONDS);
    }
}
