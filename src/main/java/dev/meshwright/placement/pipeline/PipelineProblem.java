package dev.meshwright.placement.pipeline;

import dev.meshwright.placement.InfeasiblePlacementException;
import java.util.List;

/**
 * Pipeline placement: which layers each stage runs, and on which device group each tensor group of each stage sits.
 *
 * <p>All replicas have the same layers per stage. A replica's step takes the sum of its stage times (fill and drain), plus
 * (m - 1) times the longest (steady state), plus its hops.
 *
 * @param devices what the tensor groups can sit on; those left over stay unused
 */
public record PipelineProblem(
        PipelineShape shape, StageWork work, StageMemory memory, StageTraffic traffic, List<DeviceGroup> devices) {

    /**
     * @throws InfeasiblePlacementException if there are fewer layers than stages or fewer device than tensor groups
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public PipelineProblem {
        devices = List.copyOf(devices);
        int layers = work.layers();
        if (memory.layerBytes().length != layers || memory.capacityBytes().length != work.kinds()) {
            throw new IllegalArgumentException("memory has %d layers and %d kinds, work has %d and %d."
                    .formatted(memory.layerBytes().length, memory.capacityBytes().length, layers, work.kinds()));
        }
        for (DeviceGroup device : devices) {
            if (device.kind() >= work.kinds()) {
                throw new IllegalArgumentException(
                        "Device group %s is of kind %d of %d.".formatted(device, device.kind(), work.kinds()));
            }
        }
        if (layers < shape.stages()) {
            throw new InfeasiblePlacementException(
                    PipelineConstraints.ALL_STAGES_USED,
                    layers,
                    shape.stages(),
                    "%d layers cannot fill %d stages. Maybe use at most %d stages."
                            .formatted(layers, shape.stages(), layers));
        }
        if (devices.size() < shape.seats()) {
            throw new InfeasiblePlacementException(
                    PipelineConstraints.DEVICE_USED_ONCE,
                    devices.size(),
                    shape.seats(),
                    "%d replicas x %d stages x %d groups need %d device groups, but the cluster has %d."
                            .formatted(
                                    shape.replicas(),
                                    shape.stages(),
                                    shape.groupsPerStage(),
                                    shape.seats(),
                                    devices.size()));
        }
    }

    public int layers() {
        return work.layers();
    }

    /** Nodes that any device group lies on: one more than the highest index. */
    public int nodes() {
        return devices.stream()
                .mapToInt(device -> device.firstNode() + device.nodes())
                .max()
                .orElse(0);
    }
}
