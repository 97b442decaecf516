package dev.meshwright.question.audit.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.question.audit.premise.World;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.question.check.PlanChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A model of 24 layers with 12 experts, 2 for a token, on two nodes of four GPUs, and the facts of its plans. */
abstract class PlannedFacts {

    static final double HIDDEN = 3072;
    static final double WIDTH = 6144;
    static final double LAYERS = 24;
    static final double VOCABULARY = 50_000;

    /** Gate, up and down. */
    static final double EXPERT = 3 * HIDDEN * WIDTH;

    /** Queries and outputs of 24 heads of 128, keys and values of 8. */
    static final double ATTENTION = LAYERS * (2 * HIDDEN * 24 * 128 + 2 * HIDDEN * 8 * 128);

    /** One matrix; the head is another. */
    static final double EMBEDDING = VOCABULARY * HIDDEN;

    static final double ROUTERS = LAYERS * 12 * HIDDEN;

    /** Two in a layer and one behind the last. */
    static final double NORMS = (2 * LAYERS + 1) * HIDDEN;

    static final double REST = ATTENTION + 2 * EMBEDDING + ROUTERS + NORMS;
    static final double TOTAL = REST + LAYERS * 12 * EXPERT;
    static final double ACTIVE = REST + LAYERS * 2 * EXPERT;

    /** Weights that a token is multiplied with: not the embedding, which is looked up, nor norms. */
    static final double MULTIPLIED = 2 * (ACTIVE - EMBEDDING - NORMS);

    @TempDir
    Path folder = Path.of("");

    Question question(String workload, String more) throws IOException {
        Files.copy(Path.of("src/test/resources/transcripts/small.config.json"), folder.resolve("small.config.json"));
        Path problem = Files.writeString(folder.resolve("problem.yaml"), """
                name: facts
                model: {huggingFace: small.config.json, weights: bf16}
                cluster:
                  nodes:
                    - count: 2
                      gpus: 4
                      gpu: {name: test-gpu, family: hopper, peak: 400 TFLOP/s, memory: 64 GB, memoryBandwidth: 1.8 TB/s,
                            linkBandwidth: 300 GB/s, networkBandwidth: 25 GB/s, hostBandwidth: 32 GB/s, power: 500 W, source: made up}
                workload: {%s}
                objective: throughput
                %s
                """.formatted(workload, more));
        return Problems.question(ProblemFiles.open(problem).problem());
    }

    Map<String, Derivation> facts(String workload, String layout, String more) throws IOException {
        Question question = question(workload, more);
        Path plan = Files.writeString(folder.resolve("plan.yaml"), "layout: {" + layout + "}\n");
        CheckedPlan checked = new PlanChecker(question, Problems::placer).check(PlanFiles.read(plan));
        return World.of(checked, true, LengthSweep.NONE).facts();
    }

    static void says(Map<String, Derivation> facts, String quantity, double value) {
        assertThat(facts).as(quantity).containsKey(quantity);
        double tolerance = Math.max(1e-12, Math.abs(value) * 1e-12);
        assertThat(facts.get(quantity).value()).as(quantity).isCloseTo(value, within(tolerance));
    }

    static void says(Map<String, Derivation> facts, String quantity, double value, String source) {
        says(facts, quantity, value);
        assertThat(facts.get(quantity).source()).as(quantity).isEqualTo(source);
    }

    static final String DECODE = "phase: decode, inputTokens: 2000, outputTokens: 500, concurrency: 384";
    static final String TWO_REPLICAS = "tensor: 2, data: 2, expert: 4, pipeline: 1";
}
