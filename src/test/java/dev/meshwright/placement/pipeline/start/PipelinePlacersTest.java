package dev.meshwright.placement.pipeline.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.InfeasiblePlacementException;
import dev.meshwright.placement.pipeline.DeviceGroup;
import dev.meshwright.placement.pipeline.PipelineConstraints;
import dev.meshwright.placement.pipeline.PipelineObjective;
import dev.meshwright.placement.pipeline.PipelinePlacement;
import dev.meshwright.placement.pipeline.PipelinePlacer;
import dev.meshwright.placement.pipeline.PipelineProblem;
import dev.meshwright.placement.pipeline.PipelineScore;
import dev.meshwright.placement.pipeline.PipelineShape;
import dev.meshwright.placement.pipeline.PipelineState;
import dev.meshwright.placement.pipeline.PlacedPipeline;
import dev.meshwright.placement.pipeline.RandomPipelineProblems;
import dev.meshwright.placement.pipeline.StageMemory;
import dev.meshwright.placement.pipeline.StageSplit;
import dev.meshwright.placement.pipeline.StageTraffic;
import dev.meshwright.placement.pipeline.StageWork;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelinePlacersTest {
    private static final Budget NO_SEARCH = Budget.ofMoves(0, 0);

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theWorkingStateEqualsTheDefinitionAfterEveryChange(long seed) {
        PipelineProblem problem = RandomPipelineProblems.problem(seed);
        Random random = new Random(seed);
        PipelineObjective objective = new PipelineObjective(problem);
        PipelineState state = objective.start(RandomPipelineProblems.anyPlacement(problem, random));
        for (int change = 0; change < 60; change++) {
            assertThat(state.score()).isEqualTo(objective.score(state.placement()));
            if (random.nextBoolean()) {
                state.runOn(
                        random.nextInt(problem.layers()),
                        random.nextInt(problem.shape().stages()));
            } else {
                state.sitOn(
                        random.nextInt(problem.shape().seats()),
                        random.nextInt(problem.devices().size()));
            }
        }
    }

    /** Brute force over all splits and device orders of the smaller problems. */
    @ParameterizedTest
    @MethodSource("seeds")
    void noPlacementBeatsTheBoundAndPlacersKeepTheStructure(long seed) {
        PipelineProblem problem = RandomPipelineProblems.problem(seed);
        PipelineObjective objective = new PipelineObjective(problem);
        for (PipelinePlacer placer : PipelinePlacers.all()) {
            PlacedPipeline placed = placer.place(objective, NO_SEARCH);
            assertThat(placed.score().violations()).as(placer.name()).isZero();
            assertThat(placed.score()).isEqualTo(objective.score(placed.placement()));
        }
        if (problem.devices().size() > 6) {
            return;
        }
        forEachPlacement(problem, placement -> {
            PipelineScore score = objective.score(placement);
            if (score.feasible()) {
                assertThat(score.nanoseconds()).isGreaterThanOrEqualTo(objective.lowerBoundNanoseconds());
            }
        });
    }

    private static void forEachPlacement(PipelineProblem problem, Consumer<PipelinePlacement> action) {
        int seats = problem.shape().seats();
        forEachOrder(
                new int[seats],
                new boolean[problem.devices().size()],
                0,
                devices -> forEachSplit(
                        new int[problem.layers()],
                        1,
                        problem.shape().stages(),
                        stages -> action.accept(new PipelinePlacement(stages, devices))));
    }

    private static void forEachOrder(int[] devices, boolean[] used, int seat, Consumer<int[]> action) {
        if (seat == devices.length) {
            action.accept(devices);
            return;
        }
        for (int device = 0; device < used.length; device++) {
            if (!used[device]) {
                used[device] = true;
                devices[seat] = device;
                forEachOrder(devices, used, seat + 1, action);
                used[device] = false;
            }
        }
    }

    private static void forEachSplit(int[] stageOfLayer, int layer, int stages, Consumer<int[]> action) {
        if (layer == stageOfLayer.length) {
            if (stageOfLayer[layer - 1] == stages - 1) {
                action.accept(stageOfLayer);
            }
            return;
        }
        for (int step = 0; step < 2; step++) {
            stageOfLayer[layer] = stageOfLayer[layer - 1] + step;
            if (stageOfLayer[layer] < stages) {
                forEachSplit(stageOfLayer, layer + 1, stages, action);
            }
        }
    }

    /** The dynamic programme against all splits. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theSplitIsExact(long seed) {
        Random random = new Random(seed);
        int stages = 1 + random.nextInt(4);
        int layers = stages + random.nextInt(5);
        int microBatches = 1 + random.nextInt(5);
        long[][] nanoseconds = new long[stages][layers];
        for (long[] row : nanoseconds) {
            Arrays.setAll(row, layer -> 1 + random.nextInt(20));
        }
        StageSplit.StageTime time =
                (stage, from, to) -> Arrays.stream(nanoseconds[stage], from, to).sum();
        StageSplit.StageFits fits = (stage, from, to) -> to - from <= layers - stages;
        long[] shortest = {Long.MAX_VALUE, Long.MAX_VALUE};
        forEachSplit(new int[layers], 1, stages, stageOfLayer -> {
            long longest = 0;
            long sum = 0;
            for (int stage = 0; stage < stages; stage++) {
                int from = first(stageOfLayer, stage);
                int to = stage == stages - 1 ? layers : first(stageOfLayer, stage + 1);
                if (!fits.fits(stage, from, to)) {
                    return;
                }
                longest = Math.max(longest, time.nanoseconds(stage, from, to));
                sum += time.nanoseconds(stage, from, to);
            }
            shortest[0] = Math.min(shortest[0], longest);
            shortest[1] = Math.min(shortest[1], sum + (microBatches - 1) * longest);
        });
        assertThat(StageSplit.minMax(layers, stages, time, fits)
                        .map(StageSplit::maxNanoseconds)
                        .orElse(Long.MAX_VALUE))
                .isEqualTo(shortest[0]);
        assertThat(StageSplit.fastest(layers, stages, microBatches, time, fits)
                        .map(split -> split.stepNanoseconds(microBatches))
                        .orElse(Long.MAX_VALUE))
                .isEqualTo(shortest[1]);
    }

    private static int first(int[] stageOfLayer, int stage) {
        int layer = 0;
        while (stageOfLayer[layer] < stage) {
            layer++;
        }
        return layer;
    }

    /** 8 equal layers and an LM head worth two layers on 2 stages of one kind. */
    private static PipelineProblem twoStages(long capacityBytes, List<DeviceGroup.Node> nodes) {
        long[][] layers = new long[8][];
        Arrays.setAll(layers, layer -> new long[] {100});
        long[] bytes = new long[8];
        Arrays.fill(bytes, 10);
        return new PipelineProblem(
                new PipelineShape(2, 1, 1, 4, false),
                new StageWork(layers, new long[] {0}, new long[] {200}),
                new StageMemory(bytes, 0, 0, 5, new long[] {capacityBytes}),
                new StageTraffic((layer, count) -> 0, 3, 30),
                DeviceGroup.split(nodes, 8));
    }

    @Test
    void theHeadTakesThePlaceOfTwoLayersAndTheBoundIsMet() {
        PlacedPipeline placed = PipelinePlacers.NODE_ORDER.place(
                twoStages(60, Collections.nCopies(2, new DeviceGroup.Node(8, 0))), NO_SEARCH);
        assertThat(placed.placement().stageRanges(2)).isDeepEqualTo(new int[][] {{0, 4}, {5, 7}});
        // 5 x 100 and 3 x 100 + 200; four micro-batches; one hop between nodes.
        assertThat(placed.score().nanoseconds()).isEqualTo(500 + 500 + 3 * 500 + 30);
        assertThat(placed.gap()).isZero();
        assertThat(PipelinePlacers.EVEN
                        .place(twoStages(60, Collections.nCopies(2, new DeviceGroup.Node(8, 0))), NO_SEARCH)
                        .score()
                        .nanoseconds())
                .isEqualTo(400 + 600 + 3 * 600 + 30);
    }

    @Test
    void memoryForcesTheSplit() {
        // 45 bytes hold 5 fixed and 4 layers, no more.
        PlacedPipeline placed = PipelinePlacers.NODE_ORDER.place(
                twoStages(45, Collections.nCopies(2, new DeviceGroup.Node(8, 0))), NO_SEARCH);
        assertThat(placed.placement().stageRanges(2)).isDeepEqualTo(new int[][] {{0, 3}, {4, 7}});
        assertThat(placed.gap()).isZero();
    }

    @Test
    void infeasibleProblemsAreRefusedWithTheRule() {
        assertThatThrownBy(() -> PipelinePlacers.NODE_ORDER.place(
                        twoStages(44, Collections.nCopies(2, new DeviceGroup.Node(8, 0))), NO_SEARCH))
                .isInstanceOfSatisfying(
                        InfeasiblePlacementException.class, infeasible -> assertThat(infeasible.constraint())
                                .isEqualTo(PipelineConstraints.MEMORY_OVERFLOW));
        assertThatThrownBy(() -> twoStages(60, List.of(new DeviceGroup.Node(8, 0), new DeviceGroup.Node(4, 0))))
                .isInstanceOfSatisfying(
                        InfeasiblePlacementException.class, infeasible -> assertThat(infeasible.constraint())
                                .isEqualTo(PipelineConstraints.DEVICE_USED_ONCE));
    }

    @Test
    void deviceGroupsAreConsecutiveGpusOrWholeNodes() {
        List<DeviceGroup.Node> nodes =
                List.of(new DeviceGroup.Node(8, 0), new DeviceGroup.Node(8, 0), new DeviceGroup.Node(4, 1));
        assertThat(DeviceGroup.split(nodes, 4))
                .containsExactly(
                        new DeviceGroup(0, 0, 1, 0),
                        new DeviceGroup(0, 4, 1, 0),
                        new DeviceGroup(1, 0, 1, 0),
                        new DeviceGroup(1, 4, 1, 0),
                        new DeviceGroup(2, 0, 1, 1));
        assertThat(DeviceGroup.split(nodes, 16)).containsExactly(new DeviceGroup(0, 0, 2, 0));
        assertThat(DeviceGroup.split(nodes, 3)).hasSize(2 + 2 + 1);
    }
}
