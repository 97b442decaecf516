package dev.meshwright.placement.timefold.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.score.stream.test.ConstraintVerifier;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.pipeline.DeviceGroup;
import dev.meshwright.placement.pipeline.PipelineObjective;
import dev.meshwright.placement.pipeline.PipelinePlacement;
import dev.meshwright.placement.pipeline.PipelineProblem;
import dev.meshwright.placement.pipeline.PipelineScore;
import dev.meshwright.placement.pipeline.PipelineShape;
import dev.meshwright.placement.pipeline.PlacedPipeline;
import dev.meshwright.placement.pipeline.RandomPipelineProblems;
import dev.meshwright.placement.pipeline.StageMemory;
import dev.meshwright.placement.pipeline.StageTraffic;
import dev.meshwright.placement.pipeline.StageWork;
import dev.meshwright.placement.pipeline.start.PipelinePlacers;
import dev.meshwright.placement.timefold.SearchStop;
import dev.meshwright.placement.timefold.TimefoldSearch;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class TimefoldPipelinePlacerTest {
    private final ConstraintVerifier<PipelineConstraintStreams, PipelineSeats> verifier = ConstraintVerifier.build(
            new PipelineConstraintStreams(), PipelineSeats.class, LayerSeat.class, GroupSeat.class);

    static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    /** 4 layers of 100 ns and 10 bytes on 2 stages of one group; 2 replicas; 25 bytes; 5 GPUs, 2 + 2 + 1 on nodes. */
    private static PipelineSeats byHand(boolean synchronous, int[] stages, int... devices) {
        long[][] layers = new long[4][];
        Arrays.setAll(layers, layer -> new long[] {100});
        PipelineProblem problem = new PipelineProblem(
                new PipelineShape(2, 1, 2, 3, synchronous),
                new StageWork(layers, new long[] {7}, new long[] {50}),
                new StageMemory(new long[] {10, 10, 10, 10}, 1, 2, 3, new long[] {25}),
                new StageTraffic((layer, nodes) -> 0, 1, 20),
                DeviceGroup.split(
                        List.of(new DeviceGroup.Node(2, 0), new DeviceGroup.Node(2, 0), new DeviceGroup.Node(1, 0)),
                        1));
        return new PipelineSeats(
                new PipelineObjective(problem), new PipelinePlacement(stages, devices), SearchStop.never());
    }

    private static final int[] HALVES = {0, 0, 1, 1};

    @Test
    void contiguousStages() {
        verifier.verifyThat(PipelineConstraintStreams::contiguousStages)
                .givenSolution(byHand(false, new int[] {0, 1, 0, 1}, 0, 1, 2, 3))
                .penalizesBy(1); // 0 -> 1 and 0 -> 1 are steps, 1 -> 0 is not
    }

    @Test
    void allStagesUsed() {
        verifier.verifyThat(PipelineConstraintStreams::allStagesUsed)
                .givenSolution(byHand(false, new int[] {1, 1, 1, 0}, 0, 1, 2, 3))
                .penalizesBy(1 + 1);
    }

    @Test
    void deviceUsedOnce() {
        verifier.verifyThat(PipelineConstraintStreams::deviceUsedOnce)
                .givenSolution(byHand(false, HALVES, 0, 1, 1, 1))
                .penalizesBy(3); // three pairs of three users
    }

    @Test
    void memoryOverflow() {
        // First stage 3 + 1 + 3 x 10 = 34 of 25, last 3 + 2 + 10 = 15; two replicas.
        verifier.verifyThat(PipelineConstraintStreams::memoryOverflow)
                .givenSolution(byHand(false, new int[] {0, 0, 0, 1}, 0, 1, 2, 3))
                .penalizesBy(2 * (34 - 25));
    }

    @Test
    void replicaTime() {
        // Stages 207 and 250, two more micro-batches of the longest, a hop within (1) and one between nodes (20).
        verifier.verifyThat(PipelineConstraintStreams::replicaTime)
                .givenSolution(byHand(false, HALVES, 0, 1, 2, 4))
                .penalizesBy(2 * (207 + 250 + 2 * 250) + 1 + 20);
        verifier.verifyThat(PipelineConstraintStreams::replicaTime)
                .givenSolution(byHand(true, HALVES, 0, 1, 2, 4))
                .penalizesBy(0);
    }

    @Test
    void slowestReplica() {
        verifier.verifyThat(PipelineConstraintStreams::slowestReplica)
                .givenSolution(byHand(true, HALVES, 0, 1, 2, 4))
                .penalizesBy(207 + 250 + 2 * 250 + 20);
    }

    @Test
    void stageTimeSquares() {
        verifier.verifyThat(PipelineConstraintStreams::stageTimeSquares)
                .givenSolution(byHand(false, HALVES, 0, 1, 2, 3))
                .penalizesBy(2 * (207 * 207 + 250 * 250));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void streamsEqualTheDefinition(long seed) {
        PipelineProblem problem = RandomPipelineProblems.problem(seed);
        PipelineObjective objective = new PipelineObjective(problem);
        Random random = new Random(seed);
        for (int round = 0; round < 5; round++) {
            PipelinePlacement placement = RandomPipelineProblems.anyPlacement(problem, random);
            PipelineSeats solution = new PipelineSeats(objective, placement, SearchStop.never());
            HardMediumSoftScore expected = PipelineSeats.toSolverScore(objective.score(placement));
            verifier.verifyThat().givenSolution(solution).scores(expected);
            PipelineScoreCalculator calculator = new PipelineScoreCalculator();
            calculator.resetWorkingSolution(solution);
            assertThat(calculator.calculateScore()).isEqualTo(expected);
        }
    }

    /** Every move of a real search: incremental score = streams, undo restores, structure holds. */
    @ParameterizedTest
    @MethodSource("seeds")
    void engineEqualsStreamsUnderFullAssert(long seed) {
        PipelineProblem problem = RandomPipelineProblems.problem(seed);
        if (problem.devices().size() == 1) {
            return;
        }
        PipelineObjective objective = new PipelineObjective(problem);
        SolverConfig config = TimefoldPipelinePlacer.config(seed).withEnvironmentMode(EnvironmentMode.FULL_ASSERT);
        config.getScoreDirectorFactoryConfig()
                .withAssertionScoreDirectorFactory(
                        new ScoreDirectorFactoryConfig().withConstraintProviderClass(PipelineConstraintStreams.class));
        PlacedPipeline start = PipelinePlacers.EVEN.place(objective, Budget.ofMoves(0, 0));
        SearchStop stop = SearchStop.never();
        PipelinePlacement found = new TimefoldSearch<PipelineSeats>(config)
                .run(
                        new PipelineSeats(objective, start.placement(), stop),
                        100,
                        "0hard/0medium/0soft",
                        Optional.empty(),
                        stop)
                .placement();
        PipelineScore score = objective.score(found);
        assertThat(score.violations()).isZero();
        assertThat(score).isLessThanOrEqualTo(start.score());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverWorseThanGreedyNeverBelowTheBoundAndReproducible(long seed) {
        PipelineProblem problem = RandomPipelineProblems.problem(seed);
        Budget budget = Budget.ofMoves(2000, seed);
        PlacedPipeline placed = new TimefoldPipelinePlacer().place(problem, budget);
        assertThat(placed.score())
                .isLessThanOrEqualTo(
                        PipelinePlacers.GREEDY.place(problem, budget).score());
        if (placed.score().feasible()) {
            assertThat(placed.score().nanoseconds()).isGreaterThanOrEqualTo(placed.lowerBoundNanoseconds());
        }
        assertThat(new TimefoldPipelinePlacer().place(problem, budget)).isEqualTo(placed);
    }

    /** Two kinds of nodes interleaved: fast and slow stages must get different numbers of layers and whole nodes. */
    @Test
    void mixedGpusEndNearTheBound() {
        int layers = 48;
        long[][] nanoseconds = new long[layers][];
        Arrays.setAll(nanoseconds, layer -> new long[] {1_000_000, 2_500_000});
        List<DeviceGroup.Node> nodes = IntStream.range(0, 8)
                .mapToObj(node -> new DeviceGroup.Node(8, node % 2))
                .toList();
        PipelineProblem problem = new PipelineProblem(
                new PipelineShape(4, 4, 1, 32, false),
                new StageWork(nanoseconds, new long[] {0, 0}, new long[] {2_000_000, 5_000_000}),
                new StageMemory(new long[layers], 0, 0, 0, new long[] {1, 1}),
                new StageTraffic((layer, count) -> 50_000L * (count - 1), 10_000, 80_000),
                DeviceGroup.split(nodes, 4));
        PlacedPipeline greedy = PipelinePlacers.GREEDY.place(problem, Budget.ofMoves(0, 1));
        PlacedPipeline placed = new TimefoldPipelinePlacer().place(problem, Budget.ofMoves(100_000, 1));
        assertThat(placed.score()).isLessThanOrEqualTo(greedy.score());
        assertThat(placed.gap()).isLessThan(0.02);
    }
}
