package dev.meshwright.placement.pipeline;

import java.util.Arrays;

/** Which stage runs each layer and which device group holds each tensor group: pure data. */
public final class PipelinePlacement {

    private final int[] stageOfLayer;
    private final int[] deviceOfSeat;

    /**
     * A placement; the arrays are copied.
     *
     * @param stageOfLayer [layer] stage
     * @param deviceOfSeat [{@link PipelineShape#seat}] index into {@link PipelineProblem#devices()}
     */
    public PipelinePlacement(int[] stageOfLayer, int[] deviceOfSeat) {
        this.stageOfLayer = stageOfLayer.clone();
        this.deviceOfSeat = deviceOfSeat.clone();
    }

    public int stage(int layer) {
        return stageOfLayer[layer];
    }

    public int device(int seat) {
        return deviceOfSeat[seat];
    }

    /** A copy: [layer]. */
    public int[] stageOfLayer() {
        return stageOfLayer.clone();
    }

    /** A copy: [seat]. */
    public int[] deviceOfSeat() {
        return deviceOfSeat.clone();
    }

    /** [stage] to {first layer, last layer}, inclusive; for placements with contiguous stages. */
    public int[][] stageRanges(int stages) {
        int[][] ranges = new int[stages][2];
        for (int[] range : ranges) {
            range[0] = -1;
        }
        for (int layer = 0; layer < stageOfLayer.length; layer++) {
            int[] range = ranges[stageOfLayer[layer]];
            range[0] = range[0] < 0 ? layer : range[0];
            range[1] = layer;
        }
        return ranges;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PipelinePlacement placement
                && Arrays.equals(stageOfLayer, placement.stageOfLayer)
                && Arrays.equals(deviceOfSeat, placement.deviceOfSeat);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(stageOfLayer) + Arrays.hashCode(deviceOfSeat);
    }

    @Override
    public String toString() {
        return "PipelinePlacement[stageOfLayer=%s, deviceOfSeat=%s]"
                .formatted(Arrays.toString(stageOfLayer), Arrays.toString(deviceOfSeat));
    }
}
