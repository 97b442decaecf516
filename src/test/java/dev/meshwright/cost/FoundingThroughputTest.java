package dev.meshwright.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.ExampleProblems;
import dev.meshwright.Problems;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import org.junit.jupiter.api.Test;

/** The recurring case of the founding documents: 400 TFLOP/s of which 60 % are reached, 16 layers of 16 experts. */
class FoundingThroughputTest {

    private static final double REACHED = 0.6 * 400e12;

    /** 2 FLOP per weight: QKV and output 4 x 512 x 512, two experts 2 x 3 x 512 x 1024, router 512 x 16. */
    private static final double FLOPS_OF_WEIGHTS = 2 * 16 * (4.0 * 512 * 512 + 2 * 3.0 * 512 * 1024 + 512 * 16);

    /** Scores and values of 8 heads of 64: 4 x 8 x 64 per visible position, 10,240 / 2 of them on average. */
    private static final double FLOPS_OF_ATTENTION = 16 * 4.0 * 8 * 64 * 10_240 / 2;

    private static final Problem PROBLEM = ExampleProblems.read("founding-search-16");

    private static Evaluation prefill(int sequences) {
        Degrees degrees = Problems.degrees(16, 1, 1, 1, 1, 1, sequences, 1);
        Layout layout = Problems.inOrder(PROBLEM, degrees);
        return Problems.costModel(PROBLEM).evaluate(layout);
    }

    @Test
    void oneGpuIsBoundByItsReachedFlops() {
        // The LM head sees one position of each 10,240.
        double flops = FLOPS_OF_WEIGHTS + FLOPS_OF_ATTENTION + 2.0 * 512 * 32_000 / 10_240;
        double bound = REACHED / flops;
        // 1 of the 16 GPUs at hand is used; the bound is that of all 16.
        assertThat(prefill(64).efficiency().boundTokensPerSecond()).isCloseTo(16 * bound, within(1e-3 * 16 * bound));
        assertThat(prefill(64).performance().tokensPerSecond()).isBetween(0.75 * bound, bound);
    }

    @Test
    void flopsOfAPromptAreCounted() {
        double tokens = 10_240;
        double flops = tokens * (FLOPS_OF_WEIGHTS + FLOPS_OF_ATTENTION) + 2.0 * 512 * 32_000;
        assertThat(prefill(1).phases().stream()
                        .mapToDouble(Evaluation.Phase::flops)
                        .sum())
                .isCloseTo(flops, within(1e-9 * flops));
    }
}
