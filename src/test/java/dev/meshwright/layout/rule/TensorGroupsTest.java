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

/** Tensor groups lie inside nodes: three nodes of three GPUs have room for three groups of two, though nine GPUs make four. */
class TensorGroupsTest {

    private static final Problem PROBLEM =
            Problems.problem(Architectures.small(4, 4), Problems.cluster(3, 3, "h100-sxm"), Problems.serving(512, 64));

    private static List<Violation> violations(int data, int replicas) {
        Cut cut = new Cut(2, data, 2 * data, 1, 1, replicas, 1, 4, 1);
        return new DegreeRules(PROBLEM).violations(new Degrees(cut, new Batch(1, 1, Recomputation.NONE)));
    }

    @Test
    void groupsAreCountedByNode() {
        DegreeRules rules = new DegreeRules(PROBLEM);
        assertThat(rules.tensorGroups(1)).isEqualTo(9);
        assertThat(rules.tensorGroups(2)).isEqualTo(3 * (3 / 2));
        assertThat(rules.tensorGroups(3)).isEqualTo(3);
        assertThat(rules.tensorGroups(4)).isZero();
    }

    @Test
    void asManyAsThereAreFit() {
        assertThat(violations(3, 1)).isEmpty();
        assertThat(violations(1, 3)).isEmpty();
    }

    /** One instance of four groups fits nowhere; four instances of one are one too many; of two instances of two one fits. */
    @Test
    void moreThanThereAreDoNot() {
        String slow = ", or allow slow links with search.tensorWithinNode: false.";
        assertThat(violations(4, 1))
                .containsExactly(Violation.count(
                        Constraint.TENSOR_WITHIN_NODE, "/layout", 4, 3, "Lower data or pipeline" + slow));
        assertThat(violations(1, 4))
                .containsExactly(
                        Violation.count(Constraint.TENSOR_WITHIN_NODE, "/layout", 4, 3, "Set replicas to 3" + slow));
        assertThat(violations(2, 2))
                .containsExactly(Violation.count(
                        Constraint.TENSOR_WITHIN_NODE, "/layout", 2 * 2, 3, "Set replicas to " + 3 / 2 + slow));
    }

    /** Ten GPUs of nine are a matter of their count alone. */
    @Test
    void moreGpusThanThereAreIsAnotherRule() {
        assertThat(violations(1, 5))
                .containsExactly(
                        Violation.count(Constraint.GPU_COUNT, "/layout", 2 * 5, 9, "Set replicas to " + 9 / 2 + "."));
        assertThat(violations(5, 1))
                .containsExactly(Violation.count(
                        Constraint.GPU_COUNT, "/layout", 10, 9, "Add 1 GPU, or lower tensor, data or pipeline."));
    }

    @Test
    void groupsLargerThanNodesAreAnotherRule() {
        DegreeRules rules = new DegreeRules(PROBLEM);
        assertThat(rules.allowsTensor(2)).isTrue();
        assertThat(rules.allowsTensor(4)).isFalse();
        assertThat(rules.allowsExpertTensor(2)).isTrue();
        assertThat(rules.allowsExpertTensor(7)).as("96 / 7").isFalse();
    }
}
