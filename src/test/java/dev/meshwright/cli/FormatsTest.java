package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Formats of weights as alternatives of one search. */
class FormatsTest extends CommandRun {

    private static final String PROBLEM = """
            name: formats
            model: {catalog: mixtral-8x7b, weights: %s, kvCache: fp8}
            cluster: {nodes: [{count: 1, gpus: %d, gpu: h100-sxm}]}
            workload: {phase: decode, inputTokens: 1000, outputTokens: 200}
            targets: {timePerOutputToken: 40 ms}
            """;

    private JsonNode search(String weights, int gpus) throws IOException {
        run("search", written("p.yaml", PROBLEM.formatted(weights, gpus)), "--format", "json", "-o", file("plan.yaml"));
        return new ObjectMapper().readTree(out.toString());
    }

    /** Each row is the search in its format alone, and the answer is the best of them. */
    @Test
    void eachFormatIsSearchedAndTheBestIsAnswered() throws IOException {
        JsonNode compared = search("[bf16, fp8]", 4);
        double best = 0;
        for (JsonNode row : compared.get("formats")) {
            double alone = search(row.get("weights").asString(), 4)
                    .at("/evaluation/throughput/system")
                    .asDouble();
            assertThat(row.get("throughput").asDouble()).isCloseTo(alone, within(1e-6));
            best = Math.max(best, alone);
        }
        assertThat(compared.get("formats")).hasSize(2);
        assertThat(compared.at("/evaluation/throughput/system").asDouble()).isEqualTo(best);
        JsonNode wide = compared.at("/formats/0");
        assertThat(wide.get("behind").asDouble())
                .isCloseTo(1 - wide.get("throughput").asDouble() / best, within(1e-9));
        assertThat(compared.at("/formats/1/best").asBoolean()).isTrue();
    }

    /** The best plan of a format may have two pools: it is compared as any other, and answered where it is best. */
    @Test
    void formatsWhoseBestPlanHasPoolsAreCompared() throws IOException {
        String serving = PROBLEM.replace(
                        "{phase: decode, inputTokens: 1000, outputTokens: 200}",
                        "{phase: serving, deployment: disaggregated, inputTokens: 4000, outputTokens: 100}")
                .replace("targets: {timePerOutputToken: 40 ms}\n", "");
        exactly(
                "search",
                written("p.yaml", serving.formatted("[bf16, fp8]", 8)),
                "--format",
                "json",
                "-o",
                file("plan.yaml"));
        JsonNode compared = new ObjectMapper().readTree(out.toString());
        for (JsonNode row : compared.get("formats")) {
            assertThat(row.get("feasible").asBoolean()).isTrue();
            assertThat(row.get("layout").asString()).contains(" + ");
        }
        assertThat(compared.at("/formats/1/throughput").asDouble())
                .isEqualTo(compared.at("/evaluation/throughput/system").asDouble())
                .isGreaterThan(compared.at("/formats/0/throughput").asDouble());
    }

    /** 93 GB of weights fit no single GPU of 80 GB; half of them do. */
    @Test
    void aFormatThatFitsNowhereIsSaid() throws IOException {
        String file = written("p.yaml", PROBLEM.formatted("[bf16, fp8]", 1));
        assertThat(run("search", file, "-o", file("plan.yaml"))).isZero();
        assertThat(out.toString().replaceAll(" +", " "))
                .contains("Formats of the weights", "bf16 nothing works", "which is not modelled");
        assertThat(out.toString()).contains("search compares each");
    }

    @Test
    void unknownFormatsAreAllNamed() throws IOException {
        String file = written("p.yaml", PROBLEM.formatted("[bf61, fp8, 4]", 1));
        assertThat(run("search", file)).isEqualTo(3);
        assertThat(err.toString()).contains("/model/weights/0", "Maybe bf16.", "/model/weights/2");
        assertThat(run("search", written("q.yaml", PROBLEM.formatted("[]", 1)))).isEqualTo(3);
        assertThat(err.toString()).contains("/model/weights", "must not be an empty list");
    }
}
