package dev.meshwright.placement.timefold.pipeline;

import ai.timefold.solver.core.preview.api.move.Move;
import dev.meshwright.placement.pipeline.PipelineObjective;
import dev.meshwright.placement.pipeline.PipelineShape;
import dev.meshwright.placement.pipeline.PipelineState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/** An endless stream of random moves from one working placement, half of them aimed at the longest stage of a replica. */
final class PipelineMoveIterator implements Iterator<Move<PipelineSeats>> {
    private final PipelineSeats solution;
    private final PipelineShape shape;
    private final RandomGenerator random;
    private final PipelineVariables variables;
    private final int[] firstLayers;
    private final int[] longestStages;
    private final List<PlacedDevice> free;

    PipelineMoveIterator(PipelineSeats solution, RandomGenerator random, PipelineVariables variables) {
        this.solution = solution;
        this.random = random;
        this.variables = variables;
        PipelineObjective objective = solution.getObjective();
        shape = objective.shape();
        firstLayers = new int[shape.stages() + 1];
        firstLayers[shape.stages()] = solution.getLayers().size();
        for (int layer = firstLayers[shape.stages()] - 1; layer >= 0; layer--) {
            firstLayers[solution.getLayers().get(layer).getStage()] = layer;
        }
        longestStages =
                shape.stages() == 1 ? new int[shape.replicas()] : longestStages(objective.start(solution.placement()));
        boolean[] used = new boolean[solution.getDevices().size()];
        solution.getSeats().forEach(seat -> used[seat.getDevice().index()] = true);
        free = solution.getDevices().stream()
                .filter(device -> !used[device.index()])
                .toList();
    }

    /** With one stage and no choice of devices there is nothing to move. */
    @Override
    public boolean hasNext() {
        return canShift() || shape.seats() > 1 || !free.isEmpty();
    }

    @Override
    public Move<PipelineSeats> next() {
        while (true) {
            switch (random.nextInt(5)) {
                case 0 -> {
                    if (canShift()) {
                        return shift();
                    }
                }
                case 1 -> {
                    if (shape.seats() > 1) {
                        return swapSeats();
                    }
                }
                case 2 -> {
                    if (shape.seats() > shape.groupsPerStage()) {
                        return swapStages();
                    }
                }
                case 3 -> {
                    if (shape.stages() > 1) {
                        return swapStagesAndLayers();
                    }
                }
                default -> {
                    if (!free.isEmpty()) {
                        GroupSeat seat = anySeatOf(aimedStage());
                        return new PipelineMove.UseFreeDevice(variables, seat, free.get(random.nextInt(free.size())));
                    }
                }
            }
        }
    }

    private boolean canShift() {
        return shape.stages() > 1 && solution.getLayers().size() > shape.stages();
    }

    private PipelineMove shift() {
        int from = aimedStage() % shape.stages();
        while (firstLayers[from + 1] - firstLayers[from] < 2) {
            from = random.nextInt(shape.stages());
        }
        int to = random.nextInt(shape.stages() - 1);
        to += to >= from ? 1 : 0;
        List<LayerSeat> layers = new ArrayList<>();
        for (int stage = from; stage < to; stage++) {
            layers.add(solution.getLayers().get(firstLayers[stage + 1] - 1));
        }
        for (int stage = from; stage > to; stage--) {
            layers.add(solution.getLayers().get(firstLayers[stage]));
        }
        return new PipelineMove.ShiftBoundaries(variables, layers, from < to ? 1 : -1);
    }

    private PipelineMove swapSeats() {
        GroupSeat seat = anySeatOf(aimedStage());
        int other = random.nextInt(shape.seats() - 1);
        other += other >= seat.getIndex() ? 1 : 0;
        return new PipelineMove.SwapDevices(
                variables, List.of(seat), List.of(solution.getSeats().get(other)));
    }

    private PipelineMove swapStages() {
        int cell = aimedStage();
        int other = random.nextInt(shape.replicas() * shape.stages() - 1);
        other += other >= cell ? 1 : 0;
        return new PipelineMove.SwapDevices(variables, seatsOf(cell), seatsOf(other));
    }

    private PipelineMove swapStagesAndLayers() {
        int stage = aimedStage() % shape.stages();
        int other = random.nextInt(shape.stages() - 1);
        other += other >= stage ? 1 : 0;
        List<LayerSeat> moved = new ArrayList<>();
        List<Integer> newStages = new ArrayList<>();
        int layer = 0;
        for (int position = 0; position < shape.stages(); position++) {
            int from = position == stage ? other : position == other ? stage : position;
            for (int end = layer + firstLayers[from + 1] - firstLayers[from]; layer < end; layer++) {
                LayerSeat seat = solution.getLayers().get(layer);
                if (seat.getStage() != position) {
                    moved.add(seat);
                    newStages.add(position);
                }
            }
        }
        List<GroupSeat> seats = new ArrayList<>();
        List<GroupSeat> others = new ArrayList<>();
        for (int replica = 0; replica < shape.replicas(); replica++) {
            seats.addAll(seatsOf(replica * shape.stages() + stage));
            others.addAll(seatsOf(replica * shape.stages() + other));
        }
        return new PipelineMove.SwapStages(
                variables, moved, newStages, new PipelineMove.SwapDevices(variables, seats, others));
    }

    /** One stage of one replica, replica x stages + stage. */
    private int aimedStage() {
        int replica = random.nextInt(shape.replicas());
        int stage = random.nextBoolean() ? longestStages[replica] : random.nextInt(shape.stages());
        return replica * shape.stages() + stage;
    }

    private List<GroupSeat> seatsOf(int cell) {
        int first = cell * shape.groupsPerStage();
        return solution.getSeats().subList(first, first + shape.groupsPerStage());
    }

    private GroupSeat anySeatOf(int cell) {
        return solution.getSeats().get(cell * shape.groupsPerStage() + random.nextInt(shape.groupsPerStage()));
    }

    private int[] longestStages(PipelineState state) {
        int[] longest = new int[shape.replicas()];
        for (int replica = 0; replica < longest.length; replica++) {
            for (int stage = 1; stage < shape.stages(); stage++) {
                if (state.stageNanoseconds(replica, stage) > state.stageNanoseconds(replica, longest[replica])) {
                    longest[replica] = stage;
                }
            }
        }
        return longest;
    }
}
