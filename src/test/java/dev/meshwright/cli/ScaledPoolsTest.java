package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Hardware for a target where prompts and answers may have GPUs of their own. */
class ScaledPoolsTest extends CommandRun {

    /** Either deployment may answer: the smaller cluster of pools has its plan and its proof beside that of shared GPUs, and both have prices. */
    @Test
    void poolsAnswerWhereTheyMayBeAskedFor() throws IOException {
        String problem = """
                name: pools
                model: {catalog: mixtral-8x7b, weights: fp8}
                cluster: {nodes: [{count: 1, gpus: 4, gpu: h100-sxm}]}
                workload: {phase: serving, deployment: best, inputTokens: 4000, outputTokens: 100}
                targets: {timePerOutputToken: 20 ms, timeToFirstToken: 2 s}
                prices: {h100-sxm: 2 USD/h}
                """;
        String file = written("p.yaml", problem);
        String[] scale = {"scale", file, "--target", "4 tokens/ms", "--no-roadmap", "--max-gpus", "32"};
        assertThat(exactly(scale)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("In two pools ", "h100-sxm, two pools", "reach ", "Discarded: ");
        List<String> json = new ArrayList<>(List.of(scale));
        json.addAll(List.of("--format", "json"));
        exactly(json.toArray(String[]::new));
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        JsonNode pools = answer.at("/pools/system");
        assertThat(pools.get("reachable").asBoolean()).isTrue();
        assertThat(pools.get("gpus").asInt())
                .isLessThan(answer.at("/system/gpus").asInt());
        assertThat(pools.at("/plan/evaluation/throughput/system").asDouble()).isGreaterThanOrEqualTo(4000);
        assertThat(pools.get("proven").asBoolean()).isTrue();
        assertThat(answer.at("/byCost/0/pools").asBoolean()).isTrue();
    }
}
