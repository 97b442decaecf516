package dev.meshwright.cost.bound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.IntRange;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Families that leave open how many ranks share a sequence in training: none of theirs is better, and the best is near. */
class TrainingContextsTest {

    @ParameterizedTest
    @CsvSource({"8, 1, 4096, 64", "8, 2, 4096, 64", "4, 4, 16384, 32", "16, 1, 32768, 16"})
    void noSharingBeatsTheFamilyAndTheBestIsNear(int data, int pipeline, int length, int sequences) {
        Problem problem = Problems.problem(
                ModelCatalogue.standard().find("mixtral-8x7b").orElseThrow().model(),
                Problems.cluster(8, 8, "h100-sxm"),
                Problems.training(length, sequences));
        CostModel costModel = Problems.costModel(problem);
        int ranks = sequences / data;
        Degrees degrees = Problems.degrees(8, 4, data, 8, pipeline, 1, 1, ranks);
        Family family = new Family(
                degrees.cut(),
                IntRange.of(1),
                IntRange.of(1),
                new IntRange(ranks, 2 * ranks),
                List.of(1),
                List.of(Recomputation.FULL),
                List.of(1, 2));
        DegreeBound together = costModel.bound(family).bound();
        double best = 0;
        for (int context : List.of(1, 2)) {
            Degrees member =
                    new Degrees(degrees.cut().withContext(context), new Batch(1, context * ranks, Recomputation.FULL));
            DegreeBound alone = costModel.bound(member);
            if (alone.mayWork()) {
                double tokens = alone.performance().tokensPerSecond();
                best = Math.max(best, tokens);
                assertThat(tokens).isLessThanOrEqualTo(together.performance().tokensPerSecond() * (1 + 1e-9));
            }
        }
        // The bound leaves out the bubble, of (p - 1) / m of the work of m micro-batches.
        double bubble = (pipeline - 1.0) / ranks;
        assertThat(best * (1 + bubble))
                .isGreaterThan(0.93 * together.performance().tokensPerSecond());
    }
}
