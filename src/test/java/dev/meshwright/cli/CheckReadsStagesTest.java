package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Stages of plans as their authors write them: chunks, and the stage of multi-token prediction. */
class CheckReadsStagesTest extends CommandRun {

    private JsonNode check(String problem, String layout) throws IOException {
        run("check", problem, written("plan.yaml", "layout: " + layout), "--format", "json");
        assertThat(err.toString()).isEmpty();
        return new ObjectMapper().readTree(out.toString());
    }

    private static final String TRAINING = """
            name: chunks
            model: {catalog: deepseek-v3}
            cluster: {nodes: [{count: 16, gpus: 8, gpu: h800-sxm}]}
            workload: {phase: training, sequenceLength: 4096, globalBatch: 512, trainPredictionLayers: true}
            """;

    /** Chunks in ranges and in Megatron's letters are one plan; what is written reads back as the same plan. */
    @Test
    void chunksOfVirtualStagesAreStatedAndWritten() throws IOException {
        String problem = written("problem.yaml", TRAINING);
        String degrees = "tp: 1, dp: 8, ep: 8, replicas: 4, microBatch: 1, recomputation: full";
        // 61 layers in 4 stages x 2 chunks: 8 in the first chunk of the first stage, 7 x 8 - 1 + ... in the others.
        JsonNode letters = check(problem, "{" + degrees + ", pp: 4, megatronLayout: \"Et*8|(t*8|)*5,t*7|t*6mL\"}");
        assertThat(letters.get("layout").get("virtualStages").asInt()).isEqualTo(2);
        assertThat(letters.get("layout").get("stages").get(0).toString()).isEqualTo("[[0,7],[32,39]]");
        assertThat(letters.get("layout").get("stages").get(3).toString()).isEqualTo("[[24,31],[55,60]]");
        assertThat(letters.get("layout").get("megatronLayout").asString()).isEqualTo("Et*8|(t*8|)*5t*7|t*6mL");
        JsonNode ranges = check(
                problem,
                "{" + degrees + ", stages: [[[0, 7], [32, 39]], [[8, 15], [40, 47]], [[16, 23], [48, 54]],"
                        + " [[24, 31], [55, 60]]], predictionStage: 3}");
        assertThat(ranges.get("layout").get("pipeline").asInt()).isEqualTo(4);
        assertThat(ranges.get("evaluation").toString())
                .isEqualTo(letters.get("evaluation").toString());
        JsonNode again = check(problem, letters.get("layout").toString());
        assertThat(again.get("evaluation").toString())
                .isEqualTo(letters.get("evaluation").toString());
        assertThat(again.get("layout").toString())
                .isEqualTo(letters.get("layout").toString());
    }

    /**
     * The last stage has the head alone. Multi-token prediction takes its layer and its head along: the stage that had them
     * is faster by that, the other slower.
     */
    @Test
    void theStageOfMultiTokenPredictionIsStated() throws IOException {
        String problem = written("problem.yaml", TRAINING);
        String plan = "{tp: 1, dp: 8, ep: 8, replicas: 4, microBatch: 1, recomputation: full,"
                + " stages: [[0, 20], [21, 40], [41, 60], []]%s}";
        JsonNode last = check(problem, plan.formatted("")).get("evaluation").get("stages");
        JsonNode third = check(problem, plan.formatted(", predictionStage: 2"))
                .get("evaluation")
                .get("stages");
        double moved = third.get(2).get("seconds").asDouble()
                - last.get(2).get("seconds").asDouble();
        assertThat(moved).isPositive();
        assertThat(last.get(3).get("seconds").asDouble()
                        - third.get(3).get("seconds").asDouble())
                .isCloseTo(moved, org.assertj.core.data.Percentage.withPercentage(1));
        run("check", problem, written("plan.yaml", "layout: " + plan.formatted(", predictionStage: 1")));
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("predictionStage at /layout/predictionStage: 1, limit 3. Multi-token prediction follows all");
    }

    @Test
    void chunksThatDoNotFollowEachOtherAreABrokenConstraint() throws IOException {
        String problem = written("problem.yaml", TRAINING);
        String plan = "{tp: 1, dp: 8, ep: 8, stages: [[[0, 15], [32, 47]], [[16, 30], [48, 60]]]}";
        JsonNode answer = check(problem, plan);
        assertThat(answer.get("violations").get(0).get("where").asString()).isEqualTo("/layout/stages/0/1");
        assertThat(answer.get("violations").get(0).get("fix").asString())
                .isEqualTo("Chunks follow each other from stage to stage: let chunk 1 of stage 0 begin at layer 31.");
        run("check", problem, written("plan.yaml", "layout: {tp: 1, pp: 3, megatronLayout: \"Et|t|t|tL\"}"));
        assertThat(err.toString()).contains("has 4 chunks, which do not spread over 3 stages");
    }
}
