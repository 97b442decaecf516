package dev.meshwright.question.scale.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.question.search.SearchResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        discarded.bound(8, 100);
        assertThat(discarded.proven()).isTrue();
        assertThat(discarded.toString()).doesNotContain("Not proven");
    }

    /** The best layout found makes 900 tokens/s, and better placements might make 1,100 of the 1,000 that are asked for. */
    @Test
    void sizesThatBetterPlacementsMightMakeReachItAreNot() {
        Discarded discarded = new Discarded(1000, ROOFLINE);
        for (int gpus = 136; gpus <= 160; gpus += 8) {
            discarded.search(size(gpus, 1100));
        }
        assertThat(discarded.proven()).isFalse();
        assertThat(discarded.toString())
                .endsWith(
                        "Not proven for 4 sizes from 136 GPUs to 160 GPUs: a better placement than found might reach it.");
        Discarded closed = new Discarded(1000, ROOFLINE);
        closed.search(size(136, 999));
        assertThat(closed.proven()).isTrue();
    }

    /** A bound just below the target is not printed as the target. */
    @Test
    void boundsHaveTheDigitsThatShowThatTheyMissTheTarget() {
        Discarded discarded = new Discarded(100_000, ROOFLINE);
        discarded.bound(320, 99_999.7);
        assertThat(discarded.toString())
                .contains("(at most 99,999.7 tokens/s before any layout is placed, on 320 GPUs)");
    }

    private static Size size(int gpus, double bound) {
        Problem problem = SmallProblems.problem(
                SmallProblems.MIXTURE,
                new Decode(List.of(2000), 500, OptionalInt.empty()),
                Targets.NONE,
                Assumptions.NONE);
        SearchResult result = new SearchResult(
                Optional.empty(), List.of(), 1, 1, Map.of(), 1, 1, bound, bound / 900 - 1, Optional.empty(), true);
        return new Size(gpus, bound, Problems.costModel(problem), Optional.of(result));
    }
}
