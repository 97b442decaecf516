package dev.meshwright.layout.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Copies of the experts fill the GPUs of a stage: {@code expert x expertTensor x expertData = tensor x data}. */
class ExpertCopiesRuleTest {

    private static final Problem PROBLEM =
            Problems.problem(Architectures.small(4, 8), Problems.cluster(2, 8, "h100-sxm"), Problems.serving(512, 64));

    private static List<Violation> violations(Problem problem, Degrees degrees) {
        return new DegreeRules(problem).violations(degrees);
    }

    /** TP4 DP1: two copies of the experts on two ranks each in training, one in inference. */
    @Test
    void copiesOfExpertsFillAStageOfTraining() {
        Problem training = PROBLEM.withWorkload(Problems.training(128, 4));
        assertThat(violations(training, copied(2, 2))).isEmpty();
        assertThat(violations(training, copied(2, 1)))
                .containsExactly(Violation.count(
                        Constraint.EXPERT_GRID,
                        "/layout/expert x expertTensor",
                        2,
                        4,
                        "Set expertTensor to 2, or expertData to 2."));
        assertThat(violations(training, copied(4, 2)))
                .containsExactly(Violation.count(
                        Constraint.EXPERT_GRID,
                        "/layout/expert x expertTensor x expertData",
                        8,
                        4,
                        "Set expertData to 1."));
        assertThat(violations(training, copied(1, 3)))
                .containsExactly(Violation.count(
                        Constraint.EXPERT_GRID,
                        "/layout/expert x expertTensor x expertData",
                        3,
                        4,
                        "Set expertData to 4."));
        assertThat(violations(PROBLEM, copied(2, 2)))
                .containsExactly(
                        Violation.count(
                                Constraint.EXPERT_DATA_IN_TRAINING,
                                "/layout/expertData",
                                2,
                                1,
                                "Engines keep one copy of the experts in an instance. Set expertData to 1 and expertTensor to 2."));
    }

    private static Degrees copied(int expert, int expertData) {
        return new Degrees(
                new Cut(4, 1, expert, 1, expertData, 1, 1, 1, 8 / expert, 1), new Batch(1, 4, Recomputation.NONE));
    }
}
