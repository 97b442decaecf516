package dev.meshwright.layout;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which GPU each rank runs on: cluster-wide GPU numbers by {@code [replica * pipeline + stage][rank]}, where rank
 * {@code dataIndex * tensor + tensorIndex} within the stage.
 */
public final class DeviceMap {

    private final int[][] deviceOfRank;

    /** Takes a copy of {@code deviceOfRank}, {@code [replica * pipeline + stage][rank]}. */
    public DeviceMap(int[][] deviceOfRank) {
        this.deviceOfRank = Arrays.stream(deviceOfRank).map(int[]::clone).toArray(int[][]::new);
    }

    /** GPUs in order: replica by replica, stage by stage, tensor ranks next to each other. */
    public static DeviceMap inOrder(Degrees degrees) {
        int[][] devices = new int[degrees.replicas() * degrees.pipeline()][degrees.gpusPerStage()];
        int next = 0;
        for (int[] stage : devices) {
            for (int rank = 0; rank < stage.length; rank++) {
                stage[rank] = next++;
            }
        }
        return new DeviceMap(devices);
    }

    /**
     * GPUs in the order of training frameworks: stage by stage, in each the replicas one after the other, so that copies
     * of the same weights lie close together and stages far apart.
     */
    public static DeviceMap stagesOutside(Degrees degrees) {
        int[][] devices = new int[degrees.replicas() * degrees.pipeline()][degrees.gpusPerStage()];
        for (int instance = 0; instance < devices.length; instance++) {
            int replica = instance / degrees.pipeline();
            int stage = instance % degrees.pipeline();
            int first = (stage * degrees.replicas() + replica) * degrees.gpusPerStage();
            for (int rank = 0; rank < degrees.gpusPerStage(); rank++) {
                devices[instance][rank] = first + rank;
            }
        }
        return new DeviceMap(devices);
    }

    /** The same with GPU number i replaced by {@code gpus[i]}. */
    public DeviceMap on(int[] gpus) {
        return new DeviceMap(Arrays.stream(deviceOfRank)
                .map(row -> Arrays.stream(row).map(gpu -> gpus[gpu]).toArray())
                .toArray(int[][]::new));
    }

    /** Stages of all replicas. */
    public int stageInstances() {
        return deviceOfRank.length;
    }

    /** Copy of the GPU numbers of one stage instance, by rank. */
    public int[] devices(int stageInstance) {
        return deviceOfRank[stageInstance].clone();
    }

    /** Every GPU that a rank runs on, stage instance by stage instance. */
    public IntStream all() {
        return Arrays.stream(deviceOfRank).flatMapToInt(Arrays::stream);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceMap map && Arrays.deepEquals(deviceOfRank, map.deviceOfRank);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(deviceOfRank);
    }
}
