package dev.meshwright.placement.pipeline.start;

import dev.meshwright.placement.pipeline.DeviceGroup;
import dev.meshwright.placement.pipeline.PipelineObjective;
import dev.meshwright.placement.pipeline.PipelinePlacement;
import dev.meshwright.placement.pipeline.PipelineShape;
import dev.meshwright.placement.pipeline.StageSplit;
import java.util.BitSet;
import java.util.Optional;

/**
 * The split of the layers for given devices. Exact where all replicas have the same kinds and node counts per stage; else
 * each stage counts as slow as in its slowest replica, and must fit its smallest memory.
 */
final class DeviceSplit {
    private final PipelineObjective objective;
    private final PipelineShape shape;
    private final int[] nodes;
    private final boolean[][] uses;
    private final long[] capacityBytes;
    private final long[][] kindPrefix;
    private final long[][] spanPrefix;
    private final long[] bytesPrefix;

    DeviceSplit(PipelineObjective objective, int[] deviceOfSeat) {
        this.objective = objective;
        shape = objective.shape();
        int layers = objective.problem().layers();
        int kinds = objective.problem().work().kinds();
        nodes = new int[shape.stages()];
        uses = new boolean[shape.stages()][kinds];
        capacityBytes = new long[shape.stages()];
        kindPrefix = new long[kinds][layers + 1];
        spanPrefix = new long[objective.mostNodesPerStage() + 1][layers + 1];
        bytesPrefix = new long[layers + 1];
        PipelinePlacement devices = new PipelinePlacement(new int[0], deviceOfSeat);
        for (int stage = 0; stage < shape.stages(); stage++) {
            capacityBytes[stage] = Long.MAX_VALUE;
            for (int replica = 0; replica < shape.replicas(); replica++) {
                BitSet onNodes = new BitSet();
                for (DeviceGroup device : objective.devicesOf(devices, replica, stage)) {
                    onNodes.set(device.firstNode(), device.firstNode() + device.nodes());
                    uses[stage][device.kind()] = true;
                    capacityBytes[stage] = Math.min(capacityBytes[stage], objective.capacityBytes(device.kind()));
                }
                nodes[stage] = Math.max(nodes[stage], onNodes.cardinality());
            }
        }
        for (int layer = 0; layer < layers; layer++) {
            bytesPrefix[layer + 1] = bytesPrefix[layer] + objective.layerBytes(layer);
            for (int kind = 0; kind < kinds; kind++) {
                kindPrefix[kind][layer + 1] = kindPrefix[kind][layer] + objective.layerNanoseconds(layer, kind);
            }
            for (int count = 1; count < spanPrefix.length; count++) {
                spanPrefix[count][layer + 1] = spanPrefix[count][layer] + objective.spanNanoseconds(layer, count);
            }
        }
    }

    /** The fastest split that fits; empty if none fits these devices. */
    Optional<StageSplit> fastest() {
        return StageSplit.fastest(
                objective.problem().layers(), shape.stages(), shape.microBatches(), this::nanoseconds, this::fits);
    }

    private long nanoseconds(int stage, int from, int to) {
        long slowest = 0;
        for (int kind = 0; kind < kindPrefix.length; kind++) {
            if (uses[stage][kind]) {
                long compute = kindPrefix[kind][to] - kindPrefix[kind][from] + objective.extraNanoseconds(stage, kind);
                slowest = Math.max(slowest, compute);
            }
        }
        return slowest + spanPrefix[nodes[stage]][to] - spanPrefix[nodes[stage]][from];
    }

    private boolean fits(int stage, int from, int to) {
        return objective.extraBytes(stage) + bytesPrefix[to] - bytesPrefix[from] <= capacityBytes[stage];
    }
}
