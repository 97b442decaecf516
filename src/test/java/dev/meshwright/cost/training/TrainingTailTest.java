package dev.meshwright.cost.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import dev.meshwright.facts.workload.TrainingRecipe.Scaling;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Two layers of Q, K, V, output 1024 x 1024 each and a gated network of 3 x 1024 x 4096; two matrices of 8000 x 1024. */
class TrainingTailTest {

    private static final double LAYER = 4.0 * 1024 * 1024 + 3.0 * 1024 * 4096 + 2 * 1024;
    private static final double EMBEDDING = 8000.0 * 1024;
    private static final Layer BLOCK = new Layer(new GroupedQueryAttention(8, 8, 128), new Dense(4096, true, false));
    private static final Model MODEL = Architectures.model("two", 1024, 8000, Collections.nCopies(2, BLOCK));
    private static final TrainingRecipe OVERLAPPED = new TrainingRecipe(
            true, true, false, false, true, false, true, false, false, false, Scaling.BLOCK, Execution.FUSED);
    private static final Problem PROBLEM = Problems.problem(
            MODEL,
            Problems.cluster(2, 8, "h100-sxm"),
            new Training(List.of(1024), 16, OptionalInt.empty(), 1, false, OVERLAPPED));

    private static CostParts parts(Map<String, Double> constants) {
        return CostParts.of(
                Problems.question(PROBLEM),
                EngineConstants.standard(),
                TrainingConstants.standard().with(constants));
    }

    private static Tally book(CostParts parts, Degrees degrees, int zeroStage) {
        Tally tally = new Tally();
        parts.tail().add(parts.sites().getFirst(), degrees, zeroStage, new double[] {2}, 2, 0, tally);
        return tally;
    }

    @Test
    void theOptimizerMovesItsShardAndClearsAllSums() {
        double weights = 2 * LAYER + 2 * EMBEDDING;
        for (int[] stageAndShards : new int[][] {{0, 1}, {1, 8}}) {
            Tally tally = book(parts(Map.of()), Problems.degrees(0, 1, 1, 1, 1, 8, 1, 2), stageAndShards[0]);
            assertThat(tally.memoryBytes(Component.OPTIMIZER))
                    .isCloseTo(34 * weights / stageAndShards[1] + 4 * weights, within(1.0));
        }
    }

    @Test
    void gradientsGoInFourBytesAndWeightsComeInTwo() {
        // Eight copies on one node: 7/8 of 4 bytes and of 2 bytes per weight leave each GPU over its links.
        Tally tally = book(parts(Map.of()), Problems.degrees(0, 1, 1, 1, 1, 8, 1, 2), 1);
        double weights = 2 * LAYER + 2 * EMBEDDING;
        assertThat(tally.linkBytes(Component.GRADIENT_SYNC)).isCloseTo(7.0 / 8 * (4 + 2) * weights, within(1.0));
        assertThat(tally.networkBytes(Component.GRADIENT_SYNC)).isZero();
    }

    @Test
    void narrowGradientsGoInTwoBytes() {
        TrainingRecipe narrow = new TrainingRecipe(
                true, true, false, false, true, false, false, false, false, false, Scaling.BLOCK, Execution.FUSED);
        Problem problem = Problems.problem(
                MODEL,
                Problems.cluster(2, 8, "h100-sxm"),
                new Training(List.of(1024), 16, OptionalInt.empty(), 1, false, narrow));
        CostParts parts =
                CostParts.of(Problems.question(problem), EngineConstants.standard(), TrainingConstants.standard());
        Tally tally = book(parts, Problems.degrees(0, 1, 1, 1, 1, 8, 1, 2), 1);
        double weights = 2 * LAYER + 2 * EMBEDDING;
        assertThat(tally.linkBytes(Component.GRADIENT_SYNC)).isCloseTo(7.0 / 8 * (2 + 2) * weights, within(1.0));
    }

    @Test
    void shardedWeightsLeaveNothingForTheTail() {
        Tally tally = book(parts(Map.of()), Problems.degrees(0, 1, 1, 1, 1, 8, 1, 2), 3);
        assertThat(tally.seconds(Component.GRADIENT_SYNC)).isZero();
    }

    @Test
    void aShareOfTheLastMicroBatchHidesTrafficAtThePriceOfMultiprocessors() {
        Degrees degrees = Problems.degrees(0, 1, 1, 1, 1, 16, 1, 1);
        CostParts parts =
                parts(Map.of("overlap.gradients", 0.25, "overlap.multiprocessors", 0.2, "bucket.parameters", 1e3));
        double traffic = book(parts, degrees, 1).seconds(Component.GRADIENT_SYNC);
        double optimizer = book(parts, degrees, 1).seconds(Component.OPTIMIZER);
        double hide = traffic / 2;
        assertThat(exposed(parts, degrees, hide))
                .isCloseTo(traffic - (1 - 0.2) * 0.25 * hide + optimizer, within(1e-12));
    }

    /** 47 million weights among 16 ranks go in messages of 16 million at least, the last of which nothing hides. */
    @Test
    void theLastGradientsAndTheFirstWeightsAlwaysShow() {
        Degrees degrees = Problems.degrees(0, 1, 1, 1, 1, 16, 1, 1);
        CostParts parts = parts(Map.of("overlap.multiprocessors", 0.2, "bucket.parameters", 1e3));
        double traffic = book(parts, degrees, 1).seconds(Component.GRADIENT_SYNC);
        double optimizer = book(parts, degrees, 1).seconds(Component.OPTIMIZER);
        double bare = traffic * 16e6 / (2 * LAYER + 2 * EMBEDDING);
        assertThat(exposed(parts, degrees, 100 * traffic))
                .isCloseTo(bare + 0.2 * (traffic - bare) + optimizer, within(1e-12));
    }

    /** Each message goes round all ranks: with ten times the messages a ring waits ten times. */
    @Test
    void smallMessagesPayTheRingAgain() {
        Degrees degrees = Problems.degrees(0, 1, 1, 1, 1, 16, 1, 1);
        Map<String, Double> small = Map.of("bucket.parametersPerRank", 1e3, "bucket.parameters", 1e6);
        Map<String, Double> large = Map.of("bucket.parametersPerRank", 1e3, "bucket.parameters", 1e7);
        Tally ofSmall = book(parts(small), degrees, 1);
        Tally ofLarge = book(parts(large), degrees, 1);
        assertThat(ofSmall.networkBytes(Component.GRADIENT_SYNC))
                .isEqualTo(ofLarge.networkBytes(Component.GRADIENT_SYNC));
        assertThat(ofSmall.seconds(Component.GRADIENT_SYNC)).isGreaterThan(ofLarge.seconds(Component.GRADIENT_SYNC));
    }

    @Test
    void narrowWeightsComeInOneByte() {
        TrainingRecipe narrow = new TrainingRecipe(
                true, true, false, false, true, false, false, true, false, false, Scaling.TENSOR, Execution.FUSED);
        for (Precision format : new Precision[] {Precision.FP8, Precision.BF16}) {
            Problem problem = Problems.problem(
                    MODEL.withPrecisions(Precisions.uniform(format)),
                    Problems.cluster(2, 8, "h100-sxm"),
                    new Training(List.of(1024), 16, OptionalInt.empty(), 1, false, narrow));
            CostParts parts =
                    CostParts.of(Problems.question(problem), EngineConstants.standard(), TrainingConstants.standard());
            Tally tally = book(parts, Problems.degrees(0, 1, 1, 1, 1, 8, 1, 2), 1);
            double weights = 2 * LAYER + 2 * EMBEDDING;
            assertThat(tally.linkBytes(Component.GRADIENT_SYNC))
                    .isCloseTo(7.0 / 8 * (2 + (format == Precision.FP8 ? 1 : 2)) * weights, within(1.0));
        }
    }

    /**
     * Eight copies of two tensor ranks in two stages, nodes of eight: side by side four copies share a node, whose cards carry half
     * of the bytes, a quarter each; with stages inside two do, whose cards carry three quarters, half each.
     */
    @Test
    void copiesThatLieInstancesApartShareFewerCards() {
        Degrees degrees = Problems.degrees(0, 2, 1, 1, 2, 8, 1, 2);
        double weights = (2 * LAYER + 2 * EMBEDDING - 4 * 1024) / 2 + 4 * 1024;
        for (boolean inside : new boolean[] {false, true}) {
            TrainingRecipe recipe = new TrainingRecipe(
                    true, true, false, false, true, false, true, false, inside, false, Scaling.BLOCK, Execution.FUSED);
            Problem problem = Problems.problem(
                    MODEL,
                    Problems.cluster(4, 8, "h100-sxm"),
                    new Training(List.of(1024), 16, OptionalInt.empty(), 1, false, recipe));
            CostParts parts =
                    CostParts.of(Problems.question(problem), EngineConstants.standard(), TrainingConstants.standard());
            Tally tally = book(parts, degrees, 1);
            assertThat(tally.networkBytes(Component.GRADIENT_SYNC))
                    .isCloseTo((4 + 2) * weights * (inside ? 3.0 / 4 / 2 : 1.0 / 2 / 4), within(1.0));
        }
    }

    /** Between two steps the host keeps the GPU waiting, however little there is to do. */
    @Test
    void theHostStopsOnceAStep() {
        Degrees alone = Problems.degrees(0, 1, 1, 1, 1, 1, 1, 1);
        double with = exposed(parts(Map.of("step.hostSeconds", 0.02)), alone, 0);
        assertThat(with - exposed(parts(Map.of("step.hostSeconds", 0.0)), alone, 0))
                .isCloseTo(0.02, within(1e-12));
    }

    private static double exposed(CostParts parts, Degrees degrees, double hide) {
        return parts.tail().add(parts.sites().getFirst(), degrees, 1, new double[] {2}, 2, hide, new Tally());
    }
}
