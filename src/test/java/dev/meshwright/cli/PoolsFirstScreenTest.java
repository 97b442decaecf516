package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is printed of plans with two pools by default, with all that can be said of one: a stream, targets, guesses, prices. */
class PoolsFirstScreenTest extends CommandRun {

    /** Lines of a first screen, at most. */
    private static final int SCREEN = 25;

    private static final String PROBLEM = """
            name: split
            model: {catalog: mixtral-8x7b, weights: fp8}
            cluster: {nodes: [{count: 1, gpus: 8, gpu: h100-sxm}]}
            workload: {phase: serving, deployment: DEPLOYMENT, inputTokens: 4000, outputTokens: 100}
            targets: {timeToFirstToken: 2 s, timePerOutputToken: 30 ms}
            prices: {h100-sxm: 2.50 USD/h}
            """;

    private static final String STREAM = "outputTokens: 100, arrivals: {rate: 8 requests/s}}\n"
            + "serving: {speculation: {method: eagle, drafts: 2, acceptance: 70 %, draft: {parameters: 1.2 B}}";

    private static long lines(String text) {
        return text.lines().filter(line -> !line.startsWith("Plan written")).count();
    }

    @Test
    void plansOfPoolsFitOnAScreenWhoeverWroteThem() throws IOException {
        for (String deployment : List.of("best", "disaggregated")) {
            String plain = PROBLEM.replace("DEPLOYMENT", deployment);
            for (String text : List.of(plain, plain.replace("outputTokens: 100}", STREAM + "}"))) {
                String file = written("p.yaml", text);
                assertThat(exactly("search", file, "-o", file("plan.yaml")))
                        .as(err.toString())
                        .isZero();
                String brief = out.toString();
                assertThat(lines(brief)).as(brief).isLessThanOrEqualTo(SCREEN);
                assertThat(brief).contains("prefill ", "decode ", "USD per hour", "Targets: ", "--details");
                exactly("search", file, "-o", file("plan.yaml"), "--details");
                assertThat(lines(out.toString())).isGreaterThan(lines(brief));
                assertThat(out.toString()).contains("Transfer of the cache", "Left out: ");
                assertThat(exactly("check", file, file("plan.yaml"))).isZero();
                assertThat(lines(out.toString())).isLessThanOrEqualTo(SCREEN);
                assertThat(out.toString()).startsWith("Feasible").contains("USD per hour");
            }
        }
    }

    /** Far more requests than all GPUs answer: whatever the objective, the better deployment says how many these are. */
    @Test
    void ofTooManyRequestsTheLargestRateIsSaid() throws IOException {
        String stream = PROBLEM.replace("outputTokens: 100}", "outputTokens: 100, arrivals: {rate: 5000 requests/s}}");
        for (String asked : List.of("best, gpus", "best, cost", "disaggregated, gpus")) {
            String[] words = asked.split(", ");
            String file = written("p.yaml", stream.replace("DEPLOYMENT", words[0]) + "objective: " + words[1] + "\n");
            assertThat(exactly("search", file, "-o", file("plan.yaml"))).isEqualTo(5);
            assertThat(out.toString())
                    .contains(" + ", "of 500,000 tokens/s MISSED", "prefill ", "requests/s of such a stream", "fewer");
            assertThat(lines(out.toString())).isLessThanOrEqualTo(SCREEN);
        }
    }
}
