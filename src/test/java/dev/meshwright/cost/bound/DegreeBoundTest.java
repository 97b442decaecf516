package dev.meshwright.cost.bound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.ExampleProblems;
import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.SampledDegrees;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.placement.placing.LayoutPlacer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No placement of degrees is better than their bound: not faster, and not smaller. */
@Tag("slow")
class DegreeBoundTest {

    /** Sums of the same numbers in another order. */
    private static final double ROUNDING = 1e-9;

    private static final long SEED = 20_260_101;

    /** Without the founding document whose plan cannot fit any layout of its three GPUs. */
    static final List<String> NAMES = ExampleProblems.names().stream()
            .filter(name -> !name.equals("founding-004"))
            .toList();

    @ParameterizedTest
    @FieldSource("NAMES")
    void noPlacedLayoutOfAnExampleBeatsItsBound(String name) {
        int placed =
                placedLayoutsWithinBounds(ExampleProblems.read(name), 4, new Random(SEED), name + ", seed " + SEED);
        assertThat(placed).as("layouts placed for " + name).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 200, 300, 400, 500, 600, 700, 800, 900, 1100, 1400})
    void noPlacedLayoutOfARandomProblemBeatsItsBound(long firstSeed) {
        int placed = 0;
        for (long seed = firstSeed; seed < firstSeed + 25; seed++) {
            placed += placedLayoutsWithinBounds(RandomProblems.problem(seed), 8, new Random(seed), "seed " + seed);
        }
        assertThat(placed).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(longs = {300, 600, 900, 1000, 1100, 1200})
    void noPlacedLayoutOnAMixedClusterBeatsItsBound(long firstSeed) {
        int placed = 0;
        for (long seed = firstSeed; seed < firstSeed + 25; seed++) {
            placed += placedLayoutsWithinBounds(RandomProblems.mixed(seed), 8, new Random(seed), "mixed, seed " + seed);
        }
        assertThat(placed).isGreaterThan(100);
    }

    /** Answers of 1 to 8 tokens: attention copies wait for each other's prompts in most steps, which are full of them. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void noPlacedLayoutThatServesShortAnswersBeatsItsBound(Engine engine) {
        int placed = 0;
        for (long seed = 2000; seed < 2040; seed++) {
            Problem problem = RandomProblems.serving(seed, engine);
            placed += placedLayoutsWithinBounds(problem, 8, new Random(seed), engine + ", seed " + seed);
        }
        assertThat(placed).isGreaterThan(100);
    }

    /** Places up to {@code sample} random degrees and compares; returns how many could be placed. */
    private static int placedLayoutsWithinBounds(Problem problem, int sample, Random random, String what) {
        CostModel costModel = Problems.costModel(problem);
        LayoutPlacer placer = Problems.placer(costModel);
        List<Degrees> space = SampledDegrees.some(problem, 300, random);
        Collections.shuffle(space, random);
        int tooLarge = 0;
        int placed = 0;
        for (int next = 0; next < space.size() && placed < sample; next++) {
            Degrees degrees = space.get(next);
            DegreeBound bound = costModel.bound(degrees);
            boolean refused = bound.infeasibility() == Infeasibility.MEMORY;
            if (refused && tooLarge++ >= 2) {
                continue;
            }
            Optional<Layout> layout = placer.place(degrees).map(LayoutPlacer.Placed::layout);
            if (refused) {
                assertThat(layout.map(costModel::evaluate).filter(Evaluation::feasible))
                        .as("%s: %s does not fit, says the bound", what, degrees)
                        .isEmpty();
            } else if (layout.isPresent()) {
                placed++;
                assertWithin(costModel.evaluate(layout.get()), bound, costModel.usableBytes(), what + ": " + degrees);
                Layout scattered = scattered(layout.get(), problem, random);
                assertWithin(
                        costModel.evaluate(scattered),
                        bound,
                        costModel.usableBytes(),
                        what + ", scattered: " + degrees);
            }
        }
        return placed;
    }

    /** The same layout with its ranks on random GPUs. */
    private static Layout scattered(Layout layout, Problem problem, Random random) {
        Degrees degrees = layout.degrees();
        List<Integer> gpus = new ArrayList<>(
                IntStream.range(0, problem.cluster().gpus()).boxed().toList());
        Collections.shuffle(gpus, random);
        int[][] rows = new int[degrees.replicas() * degrees.pipeline()][degrees.gpusPerStage()];
        for (int i = 0; i < rows.length; i++) {
            for (int rank = 0; rank < rows[i].length; rank++) {
                rows[i][rank] = gpus.get(i * degrees.gpusPerStage() + rank);
            }
        }
        return new Layout(degrees, layout.stages(), layout.experts(), new DeviceMap(rows));
    }

    /**
     * No layout is better than the bound of its degrees.
     *
     * @param usable what layouts may claim of the largest GPU: of bytes, what counts against an engine's share is compared
     */
    private static void assertWithin(Evaluation evaluation, DegreeBound bound, double usable, String what) {
        Performance exact = evaluation.performance();
        Performance best = bound.performance();
        assertThat(exact.tokensPerSecond())
                .as("tokens/s of " + what)
                .isLessThanOrEqualTo(best.tokensPerSecond() * (1 + ROUNDING));
        assertThat(exact.stepSeconds())
                .as("step of " + what)
                .isGreaterThanOrEqualTo(best.stepSeconds() * (1 - ROUNDING));
        exact.timeToFirstTokenSeconds().ifPresent(seconds -> assertThat(seconds)
                .as("time to first token of " + what)
                .isGreaterThanOrEqualTo(best.timeToFirstTokenSeconds().orElseThrow() * (1 - ROUNDING)));
        exact.timePerOutputTokenSeconds().ifPresent(seconds -> assertThat(seconds)
                .as("time per output token of " + what)
                .isGreaterThanOrEqualTo(best.timePerOutputTokenSeconds().orElseThrow() * (1 - ROUNDING)));
        double heaviest = evaluation.stages().stream()
                .mapToDouble(stage -> stage.memoryBytes() - stage.usableBytes() + usable)
                .max()
                .orElseThrow();
        assertThat(heaviest).as("bytes of " + what).isGreaterThanOrEqualTo(bound.memoryBytes() * (1 - ROUNDING));
    }
}
