package dev.meshwright.question.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.audit.premise.World;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.question.check.PlanChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A premise changes what it is about, and leaves the deployment that the document speaks of as it is. */
class SettledPlanTest {

    private static final String DECODE = "phase: decode, inputTokens: 4096, outputTokens: 512";

    private static final List<Map<String, String>> ABOUT_HARDWARE = List.of(
            Map.of("gpu.memoryBandwidth", "9.6 TB/s"),
            Map.of("gpu.peakFlops", "2 PFLOP/s"),
            Map.of("gpu.linkBandwidth", "1.8 TB/s"),
            Map.of("gpu.networkBandwidth", "100 GB/s"),
            Map.of("gpu.memory", "288 GB"),
            Map.of("gpu.power", "1 kW"),
            Map.of("efficiency.memoryBandwidth", "95 %"),
            Map.of("bytes.perCacheElement", "1 byte"));

    @TempDir
    Path folder;

    private Auditor auditor(String workload, String layout) throws IOException {
        Path problem = Files.writeString(folder.resolve("problem.yaml"), """
                name: settled
                model: {catalog: qwen3-30b-a3b}
                cluster: {nodes: [{count: 2, gpus: 4, gpu: h200-sxm}]}
                workload: {%s}
                objective: throughput
                targets: {timePerOutputToken: 20 ms}
                """.formatted(workload));
        Path plan = Files.writeString(folder.resolve("plan.yaml"), "layout: {" + layout + "}\n");
        Question question = Problems.question(ProblemFiles.open(problem).problem());
        PlanDraft draft = PlanFiles.read(plan);
        CheckedPlan checked = new PlanChecker(question, Problems::placer).check(draft);
        boolean stated = (workload + layout).matches(".*(concurrency|microBatch:).*");
        return new Auditor(World.of(checked, stated, LengthSweep.NONE), draft, (asked, other) -> new PlanChecker(
                        asked, Problems::placer)
                .check(other));
    }

    private static Degrees degrees(Auditor auditor, Map<String, String> premises) {
        return auditor.ground(premises).world().plan().degrees();
    }

    /** 64 sequences on each of 8 ranks are 512, on whatever GPUs; and what was filled in stays where nobody states it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tensor: 1, data: 8, expert: 8, pipeline: 1, microBatch: 64",
                "tensor: 1, data: 8, expert: 8, pipeline: 1",
                "tensor: 2, data: 2, expert: 4, pipeline: 1"
            })
    void hardwareAndFormatsLeaveThePlanAsItIs(String layout) throws IOException {
        Auditor auditor = auditor(DECODE, layout);
        Degrees plain = degrees(auditor, Map.of());
        assertThat(layout.contains("64") ? plain.sequencesPerRank() : 64).isEqualTo(64);
        for (Map<String, String> premises : ABOUT_HARDWARE) {
            assertThat(auditor.ground(premises).replanned()).isTrue();
            assertThat(degrees(auditor, premises)).as(premises.toString()).isEqualTo(plain);
            assertThat(auditor.ground(premises).world().changes()).isEmpty();
        }
    }

    /** Four instances of two GPUs become two of four; each rank keeps its sequences, a micro-batch of 16. */
    @Test
    void degreesChangeNothingButThemselvesAndWhatNoLongerFits() throws IOException {
        Auditor auditor = auditor(DECODE, "tensor: 2, data: 1, expert: 2, pipeline: 1, microBatch: 16");
        Degrees plain = degrees(auditor, Map.of());
        assertThat(plain.replicas()).isEqualTo(4);
        Map<String, String> premise = Map.of("degrees.tensor", "4", "degrees.expert", "4");
        Degrees other = degrees(auditor, premise);
        assertThat(other.replicas()).isEqualTo(2);
        assertThat(other.sequencesPerRank()).isEqualTo(plain.sequencesPerRank());
        assertThat(auditor.ground(premise).world().changes())
                .containsExactly("Under these premises the plan does not stay as it is: replicas 2 instead of 4,"
                        + " slotsPerRank 32 instead of 64, 32 sequences in flight instead of 64.");
    }

    /** 64 requests are in flight however many ranks share them: 8 on each of 8, 16 on each of 4. */
    @Test
    void aStatedConcurrencyStaysTheBatch() throws IOException {
        Auditor auditor = auditor(DECODE + ", concurrency: 64", "tensor: 1, data: 8, expert: 8, pipeline: 1");
        assertThat(degrees(auditor, Map.of()).sequencesPerRank()).isEqualTo(8);
        Map<String, String> premise = Map.of("degrees.data", "4", "degrees.expert", "4", "degrees.replicas", "1");
        assertThat(degrees(auditor, premise).sequencesPerRank()).isEqualTo(16);
        assertThat(auditor.ground(premise).world().changes())
                .singleElement()
                .asString()
                .contains("microBatch 16");
    }

    /** A cache that 30 GB do not hold is filled anew, and said; a batch that the plan states is not. */
    @Test
    void whatWasFilledInAndNoLongerFitsIsFilledInAnew() throws IOException {
        String layout = "tensor: 1, data: 8, expert: 8, pipeline: 1";
        Map<String, String> small = Map.of("gpu.memory", "30 GB");
        Auditor open = auditor(DECODE, layout);
        assertThat(degrees(open, small).sequencesPerRank())
                .isLessThan(degrees(open, Map.of()).sequencesPerRank());
        assertThat(open.ground(small).world().changes())
                .singleElement()
                .asString()
                .contains("sequences in flight");
        Auditor stated = auditor(DECODE, layout + ", microBatch: 64");
        assertThat(degrees(stated, small)).isEqualTo(degrees(stated, Map.of()));
        assertThat(stated.ground(small).world().plan().feasible()).isFalse();
    }

    /** Where nobody states a batch, faster GPUs may serve a larger one: a claim is beyond reach by that one only. */
    @Test
    void theBestOfAnOpenBatchIsThatOfThePremises() throws IOException {
        Auditor auditor = auditor(DECODE, "tensor: 1, data: 8, expert: 8, pipeline: 1");
        Ground fast = auditor.ground(Map.of("gpu.memoryBandwidth", "19.2 TB/s"));
        double kept = fast.book().value("throughput.system", 0);
        assertThat(fast.best("throughput.system", kept)).isGreaterThan(1.1 * kept);
        assertThat(auditor.ground(Map.of()).best("throughput.system", 7)).isEqualTo(7);
    }
}
