package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.PlanDraft;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code search --simplest}: where measurements may not tell layouts apart, fewer kinds of parallelism win. */
class SimplestPlanTest extends CommandRun {

    private static final Set<DegreeName> KINDS = Set.of(
            DegreeName.TENSOR, DegreeName.DATA, DegreeName.EXPERT, DegreeName.EXPERT_TENSOR, DegreeName.PIPELINE);

    private static long kinds(PlanDraft plan) {
        Map<DegreeName, Integer> stated = plan.degrees().stated();
        return KINDS.stream().filter(name -> stated.getOrDefault(name, 1) > 1).count();
    }

    @Test
    void theSimplestOfATieIsWrittenBeside() {
        String best = folder.resolve("best.yaml").toString();
        String simplest = folder.resolve("simplest.yaml").toString();
        String problem = "problems/mixtral-8x7b-8xh100.yaml";
        assertThat(run("search", problem, "--no-replay", "-o", best, "--simplest", simplest))
                .as(err.toString())
                .isIn(0, 5);
        PlanDraft winner = PlanFiles.read(folder.resolve("best.yaml"));
        PlanDraft simple = PlanFiles.read(folder.resolve("simplest.yaml"));
        assertThat(kinds(simple)).isLessThanOrEqualTo(kinds(winner));
        boolean said = out.toString().replaceAll("\\s+", " ").contains("The simplest of them");
        assertThat(kinds(simple) < kinds(winner)).isEqualTo(said);
        assertThat(throughput(problem, simplest)).isGreaterThan(0.7 * throughput(problem, best));
    }

    private double throughput(String problem, String plan) {
        assertThat(run("check", problem, plan, "--format", "json"))
                .as(err.toString())
                .isIn(0, 5);
        JsonNode evaluation = new ObjectMapper().readTree(out.toString()).get("evaluation");
        return evaluation.get("throughput").get("system").asDouble();
    }
}
