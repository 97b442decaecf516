package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Layouts that somebody expected instead. */
class WhyNotTest extends CommandRun {

    private static final String PROBLEM = "problems/mixtral-8x7b-8xh100.yaml";

    private String whyNot(String degrees) {
        assertThat(exactly("search", PROBLEM, "-o", file("plan.yaml"), "--no-replay", "--why-not", degrees))
                .as(err.toString())
                .isZero();
        String text = out.toString();
        return text.substring(text.indexOf("Why not "));
    }

    private JsonNode json(String degrees) {
        exactly("search", PROBLEM, "-o", file("plan.yaml"), "--no-replay", "--format", "json", "--why-not", degrees);
        return JsonMapper.shared().readTree(out.toString()).at("/report/whyNot");
    }

    /** What is said to be behind is so by the figures beside it, and by a search of those degrees alone. */
    @Test
    void whatLosesIsSaidWithItsReason() {
        JsonNode answer = json("TP4 EP4 PP1");
        exactly("search", PROBLEM, "-o", file("plan.yaml"), "--no-replay", "--format", "json");
        double best = JsonMapper.shared()
                .readTree(out.toString())
                .at("/evaluation/throughput/system")
                .asDouble();
        double named = answer.path("throughput").asDouble();
        assertThat(answer.path("verdict").asString()).isEqualTo("lost");
        assertThat(answer.path("layout").asString()).startsWith("TP4 EP4 PP1");
        assertThat(named).isLessThan(best);
        assertThat(answer.path("behind").asDouble()).isCloseTo(1 - named / best, Offset.offset(1e-12));
        assertThat(whyNot("TP4 EP4 PP1"))
                .startsWith("Why not TP4 EP4 PP1")
                .contains("behind", "more than the winner's", "of GPU time per token");
    }

    @Test
    void whatBreaksARuleIsSaidWithWhatWouldMendIt() {
        assertThat(whyNot("TP3 EP3 PP1"))
                .contains("Why not TP3 EP3 PP1", "divisibility at attention heads", "Set tensor to 2.");
        assertThat(whyNot("TP16 EP16 PP1")).contains("gpuCount");
        JsonNode answer = json("TP16 EP16 PP1");
        assertThat(answer.path("verdict").asString()).isEqualTo("infeasible");
        assertThat(answer.path("violations").size()).isPositive();
    }

    @Test
    void theAnswerIsTheAnswer() {
        assertThat(whyNot("TP2 DP2 EP4 PP1 x2")).contains("It is the answer.");
        assertThat(json("TP2 EP4").path("verdict").asString()).isEqualTo("answer");
    }

    @Test
    void whatIsNoLayoutIsRefusedBeforeTheSearch() {
        assertThat(exactly("search", PROBLEM, "--why-not", "TPX")).isEqualTo(3);
        assertThat(err.toString()).contains("--why-not", "TPX");
        assertThat(out.toString()).isEmpty();
    }
}
