package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
        assertThat(run(SMALL, "--target", "1 token/s", "--no-roadmap", "--max-gpus", "8"))
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
        assertThat(run(SMALL, "--target", "1e6 tokens/ms per GPU", "--no-roadmap", "--max-gpus", "4"))
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
