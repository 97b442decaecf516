package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command scale says and returns. */
class ScaleCommandTest {

    private static final String SMALL = "src/test/resources/transcripts/small.yaml";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("scale"));
        all.addAll(List.of(arguments));
        return Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }

    @Test
    void aReachedTargetIsFine() {
        assertThat(run(SMALL, "--target", "1 token/s", "--no-roadmap", "--max-gpus", "8", "--details"))
                .isZero();
        assertThat(out.toString())
                .contains("as a system met by")
                .contains("Per GPU, 4 x test-gpu")
                .contains("Sensitivity");
    }

    @Test
    void jsonHasTheAgreedFields() {
        assertThat(run(SMALL, "--target", "5 tokens/ms", "--max-gpus", "8", "--format", "json"))
                .isIn(0, 5);
        assertThat(out.toString())
                .contains("\"target\"", "\"system\"", "\"perGpu\"", "\"curve\"", "\"roadmap\"")
                .contains("\"reachable\"", "\"gpus\"", "\"plan\"", "\"proof\"", "\"bound\"", "\"shortfall\"")
                .contains("\"throughputSystem\"", "\"throughputPerGpu\"", "\"layout\"");
    }

    @Test
    void aTargetBeyondReachIsMissedAndProven() {
        assertThat(run(SMALL, "--target", "1e6 tokens/ms per GPU", "--no-roadmap", "--max-gpus", "4", "--details"))
                .isEqualTo(5);
        assertThat(out.toString()).contains("per GPU impossible with").contains("no number of GPUs reaches");
    }

    @Test
    void aModelThatFitsNoSizeIsInfeasible() {
        String full = "src/test/resources/transcripts/full.yaml";
        assertThat(run(full, "--target", "1 token/s", "--no-roadmap", "--max-gpus", "1"))
                .isEqualTo(4);
    }

    @Test
    void sayWhyNothingWorksOnAnySize() {
        String full = "src/test/resources/transcripts/full.yaml";
        run(full, "--target", "1 token/s", "--no-roadmap", "--max-gpus", "1");
        assertThat(out.toString())
                .contains("Nothing works on any size")
                .contains("into GPU memory")
                .contains("Least memory: ");
    }

    @Test
    void alternativesStandInOneTable() {
        assertThat(run(
                        SMALL,
                        "--target",
                        "3 tokens/ms",
                        "--no-roadmap",
                        "--details",
                        "--max-gpus",
                        "8",
                        "--gpu",
                        "h100-sxm",
                        "--gpu",
                        "b200-sxm"))
                .isZero();
        String table = out.toString()
                .substring(
                        out.toString().indexOf("Alternatives"), out.toString().indexOf("System,"));
        assertThat(table.lines().filter(line -> line.contains("test-gpu"))).hasSize(1);
        assertThat(table.lines().filter(line -> line.contains("h100-sxm"))).hasSize(1);
        assertThat(table.lines().filter(line -> line.contains("b200-sxm"))).hasSize(1);
    }

    /** The answer on N GPUs is what a search of N GPUs answers: both place their best degrees thoroughly. */
    @Test
    void searchOnTheSameClusterAgrees(@TempDir Path folder) {
        // Two nodes of 4 make 8 GPUs, the size of the problem itself; 4 GPUs are bounded at 17 tokens/ms.
        assertThat(run(SMALL, "--target", "20 tokens/ms", "--no-roadmap", "--max-gpus", "8", "--format", "json"))
                .isZero();
        double scaled = number(out, "\"reachable\": true,\\s+\"gpus\": 8,\\s+\"throughput\": ([0-9.E]+)");
        StringWriter found = new StringWriter();
        String plan = folder.resolve("plan.json").toString();
        Main.run(new PrintWriter(found), new PrintWriter(err), "search", SMALL, "--format", "json", "-o", plan);
        double searched = number(found, "\"throughput\": \\{\\s+\"system\": ([0-9.E]+)");
        assertThat(searched).isGreaterThanOrEqualTo(scaled * (1 - 1e-9)).isLessThanOrEqualTo(scaled * 1.001);
    }

    private static double number(StringWriter text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text.toString());
        assertThat(matcher.find()).as(pattern).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void badTargetsAreWrongUsageWithAHint() {
        assertThat(run(SMALL, "--target", "100")).isEqualTo(2);
        assertThat(err.toString()).contains("has no unit").contains("Maybe");
        assertThat(run(SMALL, "--target", "100 token/fortnight")).isEqualTo(2);
        assertThat(run(SMALL, "--target", "0 tokens/s")).isEqualTo(2);
        assertThat(run(SMALL, "--target", "5 tokens/s per GPU", "--scope", "system"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("contradicts");
    }

    @Test
    void otherMistakesAreWrongUsageWithAHint() {
        assertThat(run(SMALL)).isEqualTo(2);
        assertThat(err.toString()).contains("--target \"100 tokens/ms\"");
        assertThat(run(SMALL, "--target", "1 token/ms", "--scope", "gpu")).isEqualTo(2);
        assertThat(err.toString()).contains("Maybe system or per-gpu");
        assertThat(run(SMALL, "--target", "1 token/ms", "--gpu", "h100-smx")).isEqualTo(2);
        assertThat(err.toString()).contains("Maybe").contains("h100-sxm");
        assertThat(run(SMALL, "--target", "1 token/ms", "--max-gpus", "0")).isEqualTo(2);
        assertThat(run("missing.yaml", "--target", "1 token/ms")).isEqualTo(3);
    }
}
