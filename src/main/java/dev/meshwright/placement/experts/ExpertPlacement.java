package dev.meshwright.placement.experts;

import java.util.Arrays;

/** Which logical expert sits in each physical slot: pure data, the {@code physical_to_logical_map} of the serving engines. */
public final class ExpertPlacement {

    private final int[][] physicalToLogical;

    /**
     * A placement; the array is copied.
     *
     * @param physicalToLogical [layer][slot] logical expert; slot j is on rank j / slotsPerRank
     */
    public ExpertPlacement(int[][] physicalToLogical) {
        this.physicalToLogical = copy(physicalToLogical);
    }

    public int layers() {
        return physicalToLogical.length;
    }

    public int slots() {
        return physicalToLogical.length == 0 ? 0 : physicalToLogical[0].length;
    }

    public int expert(int layer, int slot) {
        return physicalToLogical[layer][slot];
    }

    /** A copy: [layer][slot]. */
    public int[][] physicalToLogical() {
        return copy(physicalToLogical);
    }

    /** A copy of one layer: [slot]. */
    public int[] layer(int layer) {
        return physicalToLogical[layer].clone();
    }

    /** How many slots of {@code layer} host each of {@code experts} experts. */
    public int[] replicas(int layer, int experts) {
        int[] replicas = new int[experts];
        for (int expert : physicalToLogical[layer]) {
            replicas[expert]++;
        }
        return replicas;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExpertPlacement placement
                && Arrays.deepEquals(physicalToLogical, placement.physicalToLogical);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(physicalToLogical);
    }

    @Override
    public String toString() {
        return "ExpertPlacement" + Arrays.deepToString(physicalToLogical);
    }

    private static int[][] copy(int[][] matrix) {
        int[][] copy = new int[matrix.length][];
        for (int row = 0; row < matrix.length; row++) {
            copy[row] = matrix[row].clone();
        }
        return copy;
    }
}
