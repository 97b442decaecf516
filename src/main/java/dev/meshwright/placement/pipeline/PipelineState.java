package dev.meshwright.placement.pipeline;

/**
 * A working pipeline placement: changed layer by layer and seat by seat in O(kinds + nodes of a stage), scored in
 * O(replicas x stages x kinds). Not thread-safe.
 */
public final class PipelineState {
    private final PipelineObjective objective;
    private final PipelineShape shape;
    private final int kinds;
    private final int[] stageOfLayer;
    private final int[] deviceOfSeat;
    private final int[] layersIn;
    private final long[] bytesIn;
    private final long[][] computeNanoseconds;
    private final long[][] spanNanoseconds;
    private final int[][] kindUse;
    private final int[][] nodeUse;
    private final int[] nodesUsed;
    private final int[] apart;
    private final int[] deviceUse;
    private long doubleUses;
    private long brokenSteps;

    PipelineState(PipelineObjective objective, PipelinePlacement placement) {
        this.objective = objective;
        shape = objective.shape();
        PipelineProblem problem = objective.problem();
        kinds = problem.work().kinds();
        int cells = shape.replicas() * shape.stages();
        stageOfLayer = placement.stageOfLayer();
        deviceOfSeat = placement.deviceOfSeat();
        layersIn = new int[shape.stages()];
        bytesIn = new long[shape.stages()];
        computeNanoseconds = new long[shape.stages()][kinds];
        spanNanoseconds = new long[shape.stages()][objective.mostNodesPerStage() + 1];
        kindUse = new int[cells][kinds];
        nodeUse = new int[cells][problem.nodes()];
        nodesUsed = new int[cells];
        apart = new int[cells];
        deviceUse = new int[problem.devices().size()];
        for (int stage = 0; stage < shape.stages(); stage++) {
            for (int kind = 0; kind < kinds; kind++) {
                computeNanoseconds[stage][kind] = objective.extraNanoseconds(stage, kind);
            }
        }
        for (int layer = 0; layer < stageOfLayer.length; layer++) {
            addLayer(layer, 1);
            brokenSteps += brokenBefore(layer);
        }
        brokenSteps += brokenBefore(stageOfLayer.length);
        for (int seat = 0; seat < deviceOfSeat.length; seat++) {
            use(seat, 1);
            apart[seat / shape.groupsPerStage()] += apartFromPrevious(seat);
        }
    }

    /** Puts {@code layer} on {@code stage}. */
    public void runOn(int layer, int stage) {
        brokenSteps -= brokenBefore(layer) + brokenBefore(layer + 1);
        addLayer(layer, -1);
        stageOfLayer[layer] = stage;
        addLayer(layer, 1);
        brokenSteps += brokenBefore(layer) + brokenBefore(layer + 1);
    }

    /** Puts the tensor group {@code seat} on {@code device}. */
    public void sitOn(int seat, int device) {
        changeHops(seat, -1);
        use(seat, -1);
        deviceOfSeat[seat] = device;
        use(seat, 1);
        changeHops(seat, 1);
    }

    /** Time per micro-batch of one stage of one replica. */
    public long stageNanoseconds(int replica, int stage) {
        if (layersIn[stage] == 0) {
            return 0;
        }
        int cell = replica * shape.stages() + stage;
        long slowest = 0;
        for (int kind = 0; kind < kinds; kind++) {
            if (kindUse[cell][kind] > 0) {
                slowest = Math.max(slowest, computeNanoseconds[stage][kind]);
            }
        }
        return slowest + spanNanoseconds[stage][nodesUsed[cell]];
    }

    /** Equal to {@link PipelineObjective#score} of the present placement. */
    public PipelineScore score() {
        long overflow = 0;
        long squares = 0;
        long total = 0;
        long slowestReplica = 0;
        for (int replica = 0; replica < shape.replicas(); replica++) {
            long sum = 0;
            long longest = 0;
            long hops = 0;
            for (int stage = 0; stage < shape.stages(); stage++) {
                int cell = replica * shape.stages() + stage;
                long time = stageNanoseconds(replica, stage);
                sum += time;
                longest = Math.max(longest, time);
                squares += objective.square(time);
                overflow += overflowBytes(cell, stage);
                hops += stage == 0 ? 0 : objective.hopNanoseconds(apart[cell] == 0);
            }
            long step = objective.replicaNanoseconds(sum, longest, hops);
            total += step;
            slowestReplica = Math.max(slowestReplica, step);
        }
        long nanoseconds = shape.synchronous() ? slowestReplica : total;
        return new PipelineScore(brokenSteps + doubleUses, overflow, nanoseconds, squares);
    }

    public PipelinePlacement placement() {
        return new PipelinePlacement(stageOfLayer, deviceOfSeat);
    }

    private long overflowBytes(int cell, int stage) {
        long overflow = 0;
        for (int kind = 0; layersIn[stage] > 0 && kind < kinds; kind++) {
            overflow += kindUse[cell][kind] * objective.overflowBytes(stage, bytesIn[stage], kind);
        }
        return overflow;
    }

    private void addLayer(int layer, int sign) {
        int stage = stageOfLayer[layer];
        layersIn[stage] += sign;
        bytesIn[stage] += sign * objective.layerBytes(layer);
        for (int kind = 0; kind < kinds; kind++) {
            computeNanoseconds[stage][kind] += sign * objective.layerNanoseconds(layer, kind);
        }
        for (int nodes = 1; nodes < spanNanoseconds[stage].length; nodes++) {
            spanNanoseconds[stage][nodes] += sign * objective.spanNanoseconds(layer, nodes);
        }
    }

    private void use(int seat, int sign) {
        int cell = seat / shape.groupsPerStage();
        int index = deviceOfSeat[seat];
        DeviceGroup device = objective.device(index);
        kindUse[cell][device.kind()] += sign;
        for (int node = device.firstNode(); node < device.firstNode() + device.nodes(); node++) {
            int before = nodeUse[cell][node];
            nodeUse[cell][node] = before + sign;
            nodesUsed[cell] += before == 0 ? 1 : before + sign == 0 ? -1 : 0;
        }
        // Pairs on one device: the n-th user adds n - 1, and takes them with it.
        doubleUses += sign > 0 ? deviceUse[index] : 1 - deviceUse[index];
        deviceUse[index] += sign;
    }

    private void changeHops(int seat, int sign) {
        apart[seat / shape.groupsPerStage()] += sign * apartFromPrevious(seat);
        if (shape.stageOf(seat) + 1 < shape.stages()) {
            int next = seat + shape.groupsPerStage();
            apart[next / shape.groupsPerStage()] += sign * apartFromPrevious(next);
        }
    }

    private int apartFromPrevious(int seat) {
        if (shape.stageOf(seat) == 0) {
            return 0;
        }
        DeviceGroup previous = objective.device(deviceOfSeat[seat - shape.groupsPerStage()]);
        return previous.sharesNodeWith(objective.device(deviceOfSeat[seat])) ? 0 : 1;
    }

    /** 1 if the step to {@code layer} from the layer before is not allowed; the ends count as layers of fixed stages. */
    private int brokenBefore(int layer) {
        if (layer == 0) {
            return stageOfLayer[0] == 0 ? 0 : 1;
        }
        if (layer == stageOfLayer.length) {
            return stageOfLayer[layer - 1] == shape.stages() - 1 ? 0 : 1;
        }
        return PipelineObjective.followsOn(stageOfLayer[layer - 1], stageOfLayer[layer]) ? 0 : 1;
    }
}
