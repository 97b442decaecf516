package dev.meshwright.layout.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Violation;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each of c ranks that share a sequence has one part of its front half and one of its back half: 2c equal parts. */
class SharedSequencesTest {

    /** 6 GPUs: 12 experts over 6 attention copies. */
    private static Problem problem(int length, int globalBatch) {
        return Problems.problem(
                Architectures.small(2, 12), Problems.cluster(1, 6, "h100-sxm"), Problems.training(length, globalBatch));
    }

    /** Six attention copies of one GPU each. */
    private static Degrees copies(int context, int sequences) {
        return new Degrees(1, 6, 6, 1, 1, 1, 1, sequences, 1, Recomputation.NONE, 2, context);
    }

    /** 2,048 = 6 x 341 + 2 tokens are no six parts; in pairs, 4 parts of 512, three groups of copies share 12 sequences. */
    @Test
    void sequencesHaveTwoEqualPartsForEachRank() {
        assertThat(new DegreeRules(problem(2048, 12)).violations(copies(3, 12 / 2)))
                .containsExactly(Violation.count(
                        Constraint.DIVISIBILITY,
                        "sequence length by 2 x context",
                        2048,
                        6,
                        "Set context to 2, or sequences to 2,046 tokens."));
        assertThat(new DegreeRules(problem(2046, 12)).violations(copies(3, 12 / 2)))
                .isEmpty();
        assertThat(new DegreeRules(problem(2048, 12)).violations(copies(2, 12 / 3)))
                .isEmpty();
    }

    /** Three groups share 6 sequences and not 4: where no context keeps the batch whole, the largest that cuts is named. */
    @Test
    void mendsKeepTheGlobalBatchWhereTheyCan() {
        assertThat(new DegreeRules(problem(2040, 6)).violations(copies(6, 6))).isEmpty();
        assertThat(new DegreeRules(problem(2048, 6)).violations(copies(6, 6)))
                .extracting(Violation::fix)
                .containsExactly("Set context to 2, or sequences to 2,052 tokens.");
        assertThat(new DegreeRules(problem(2048, 4)).violations(copies(6, 4)))
                .extracting(Violation::fix)
                .containsExactly("Set context to 2, or sequences to 2,052 tokens.");
        assertThat(new DegreeRules(problem(2047, 6)).violations(copies(6, 6)))
                .extracting(Violation::fix)
                .containsExactly("Set context to 1, or sequences to 2,052 tokens.");
    }

    /** What a search covers is what the rules allow, no less and no more. */
    @Test
    void theSearchAsksTheRule() {
        for (int length : new int[] {1, 6, 12, 2046, 2048, 2050, 4096, 6144}) {
            for (int globalBatch : new int[] {1, 2, 3, 6, 8, 12}) {
                Problem problem = problem(length, globalBatch);
                Set<Integer> searched = new TreeSet<>();
                new LayoutSpace(problem).forEach(family -> {
                    if (family.cut().tensor() == 1 && family.cut().data() == 6) {
                        searched.addAll(family.contexts());
                    }
                });
                Set<Integer> allowed = new TreeSet<>();
                for (int context = 1; context <= 6; context++) {
                    int onRank = globalBatch * context / 6;
                    if (onRank > 0
                            && new DegreeRules(problem)
                                    .violations(copies(context, onRank))
                                    .isEmpty()) {
                        allowed.add(context);
                    }
                }
                assertThat(searched).as(length + " x " + globalBatch).isEqualTo(allowed);
                assertThat(DegreeRules.sharesSequences((Training) problem.workload(), 6, 6))
                        .isEqualTo(length % 12 == 0);
            }
        }
    }
}
