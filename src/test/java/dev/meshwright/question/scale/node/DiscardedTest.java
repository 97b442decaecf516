package dev.meshwright.question.scale.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload.Decode;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What is said to be proven was excluded. */
class DiscardedTest {

    private static final Roofline ROOFLINE = Roofline.of(
            SmallProblems.problem(
                    SmallProblems.MIXTURE,
                    new Decode(List.of(2000), 500, OptionalInt.empty()),
                    Targets.NONE,
                    Assumptions.NONE),
            SmallProblems.GPU);

    @Test
    void sizesBoundedInFullAreProven() {
        Discarded discarded = new Discarded(1000, ROOFLINE);
        discarded.bound(8, 100, true);
        assertThat(discarded.proven()).isTrue();
        assertThat(discarded.toString()).doesNotContain("Not proven");
    }

    @Test
    void sizesWhoseLargestInstancesAreLeftOutAreNot() {
        Discarded discarded = new Discarded(1000, ROOFLINE);
        discarded.bound(128, 100, true);
        discarded.bound(136, 200, false);
        assertThat(discarded.proven()).isFalse();
        assertThat(discarded.toString())
                .endsWith("Not proven for 136 GPUs: instances of more than 128 GPUs were left out there.");
        for (int gpus = 144; gpus <= 160; gpus += 8) {
            discarded.bound(gpus, 300, false);
        }
        assertThat(discarded.toString()).contains("Not proven for 4 sizes from 136 GPUs to 160 GPUs: instances");
    }
}
