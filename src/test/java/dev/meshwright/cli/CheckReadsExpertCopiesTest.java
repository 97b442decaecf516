package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Copies of the experts in plans, by whatever names and counts. */
class CheckReadsExpertCopiesTest extends CommandRun {

    private static final String PROBLEM = """
            name: copies
            model: {catalog: olmoe-1b-7b}
            cluster: {nodes: [{count: 2, gpus: 8, gpu: h200-sxm}]}
            workload: {phase: training, sequenceLength: 4096, globalBatch: 16}
            """;

    /** TP8 with whole experts on 4 of its ranks: two copies of them, whoever counts which copies. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TP8 EP4 EDP2 PP1 x2 | 8 1 4 1 2 2",
                "TP8 EP4 ETP1 PP1 x2 | 8 1 4 1 2 2",
                "{tensor: 8, expert: 4, expertTensor: 1} | 8 1 4 1 2 2",
                "{tensor: 8, expert: 4, expertData: 2} | 8 1 4 1 2 2",
                "{tensor: 8, expertTensor: 2, expertData: 4} | 8 1 1 2 4 2",
                "{tensor: 8, data: 2, expert: 4, expertTensor: 1} | 8 1 4 1 2 2",
                "{tensor_model_parallel_size: 8, dp: 2, expert_model_parallel_size: 4, etp: 1} | 8 1 4 1 2 2",
                "{tensor: 4, data: 2, expert: 2, expertTensor: 2, expertData: 2} | 4 2 2 2 2 2",
            })
    void copiesOfExpertsAreReadAsMegatronHasThem(String layout, String degrees) throws IOException {
        String problem = written("problem.yaml", PROBLEM);
        run("check", problem, written("plan.yaml", "layout: " + layout), "--format", "json");
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.get("violations").size()).as(answer.toString()).isZero();
        JsonNode found = answer.get("layout");
        StringBuilder name = new StringBuilder();
        for (String degree : List.of("tensor", "data", "expert", "expertTensor", "expertData", "replicas")) {
            name.append(found.get(degree)).append(' ');
        }
        assertThat(name.toString().strip()).isEqualTo(degrees);
        run("check", problem, written("plan.yaml", "layout: " + layout));
        String headline = headline();
        run("check", problem, "--layout", headline.replaceFirst(" on \\d.*", ""));
        assertThat(headline()).isEqualTo(headline);
    }

    /** TP8 EP2 ETP2: a copy on GPUs 0 to 3, split in pairs, and another on 4 to 7. */
    @Test
    void expertGroupsAreThoseOfACopy() throws IOException {
        run("check", written("problem.yaml", PROBLEM), "TP8 EP2 ETP2 EDP2 PP1", "--format", "json");
        assertThat(out.toString())
                .contains(
                        "Expert groups (hold each expert of a layer once): 4 of 2 GPUs: {0,2} {1,3} {4,6} {5,7}.",
                        "GPUs with the same experts: 4 of 2 GPUs: {0,1} {2,3} {4,5} {6,7}.");
    }

    private String headline() {
        return out.toString()
                .lines()
                .filter(line -> line.startsWith("TP"))
                .findFirst()
                .orElseThrow();
    }
}
