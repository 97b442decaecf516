package dev.meshwright.layout.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Violation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Batches against the sequences that an engine is said to run at once on an attention rank. */
class RunningSequencesTest {

    private static Problem problem(Optional<Engine> engine, int sequences, Workload workload) {
        Problem open = Problems.problem(Architectures.small(4, 8), Problems.cluster(2, 8, "h100-sxm"), workload);
        Assumptions named = engine.map(Assumptions.NONE::withEngine).orElse(Assumptions.NONE);
        return open.withAssumptions(
                named.withSetup(new EngineSetup(Optional.empty(), OptionalInt.of(sequences), OptionalInt.empty())));
    }

    /** As many sequences as fit. */
    private static Serving open() {
        return ((Serving) Problems.serving(512, 64)).withConcurrency(OptionalInt.empty());
    }

    private static List<Violation> broken(Problem problem, Degrees degrees) {
        return new DegreeRules(problem)
                .violations(degrees).stream()
                        .filter(violation -> violation.constraint() == Constraint.RUNNING_SEQUENCES)
                        .toList();
    }

    /** Two stages, four attention copies, eight experts. */
    private static Degrees degrees(int replicas, int microBatch, int microBatches) {
        return new Degrees(1, 4, 4, 1, 2, replicas, microBatch, microBatches, 1, Recomputation.NONE, 2, 1);
    }

    @Test
    void allMicroBatchesOfARankRunAtOnce() {
        Problem problem = problem(Optional.of(Engine.VLLM), 64, open());
        assertThat(broken(problem, degrees(1, 32, 2))).isEmpty();
        // 33 x 2 = 66 sequences of 64; 64 / 2 = 32 of a micro-batch.
        assertThat(broken(problem, degrees(1, 33, 2))).singleElement().satisfies(violation -> {
            assertThat(violation.actual()).isEqualTo(66);
            assertThat(violation.limit()).isEqualTo(64);
            assertThat(violation.fix()).contains("Set microBatch to 32, or serving.sequences to 66.");
        });
        // More micro-batches than sequences: one sequence in each of 64.
        assertThat(broken(problem, degrees(1, 1, 65)).getFirst().fix())
                .contains("Set microBatch to 1 and microBatches to 64");
    }

    /** TensorRT-LLM counts a micro-batch, and has one of them for each of two stages. */
    @Test
    void oneEngineCountsAMicroBatch() {
        Problem problem = problem(Optional.of(Engine.TENSORRT_LLM), 64, open());
        assertThat(broken(problem, degrees(1, 64, 2))).isEmpty();
        assertThat(broken(problem, degrees(1, 65, 2)).getFirst().limit()).isEqualTo(128);
        // 130 sequences in two micro-batches are 65 in each.
        assertThat(broken(problem, degrees(1, 65, 2)).getFirst().fix()).contains("serving.sequences to 65.");
    }

    /** Places beyond the sequences that there are stay empty: 100 on 4 copies of 2 instances are 13 on the fullest. */
    @Test
    void emptyPlacesAreNoSequences() {
        Workload hundred = open().withConcurrency(OptionalInt.of(100));
        assertThat(broken(problem(Optional.empty(), 13, hundred), degrees(2, 50, 1)))
                .isEmpty();
        assertThat(broken(problem(Optional.empty(), 12, hundred), degrees(2, 50, 1)))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.actual()).isEqualTo(13);
                    // 100 / 12 is more than 8.
                    assertThat(violation.fix()).contains("their product is at least 9, or serving.sequences to 13.");
                });
    }

    @Test
    void trainingRunsNoRequests() {
        assertThat(RunningSequences.most(problem(Optional.empty(), 4, Problems.training(512, 4)), 1))
                .isEmpty();
    }
}
