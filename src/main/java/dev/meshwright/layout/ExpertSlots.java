package dev.meshwright.layout;

import dev.meshwright.facts.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which logical expert each physical slot hosts: {@code [routed layer][slot]}; slot j is on expert rank
 * {@code j / slotsPerRank}. The physical-to-logical map of the inference engines.
 */
public final class ExpertSlots {

    private final int[][] logicalOfSlot;

    /** Takes a copy of {@code logicalOfSlot}, {@code [routed layer][slot]}. */
    public ExpertSlots(int[][] logicalOfSlot) {
        this.logicalOfSlot = Arrays.stream(logicalOfSlot).map(int[]::clone).toArray(int[][]::new);
    }

    /** Experts in order, rank by rank: what an engine does by itself when slots equal experts. */
    public static ExpertSlots contiguous(int routedLayers, int experts, int slots) {
        int[][] rows = new int[routedLayers][slots];
        for (int[] row : rows) {
            Arrays.setAll(row, slot -> slot % experts);
        }
        return new ExpertSlots(rows);
    }

    /** Experts of {@code model} in order in {@code slots} of each routed layer; no layers where there are no slots. */
    public static ExpertSlots inOrder(Model model, int slots) {
        return slots == 0 ? new ExpertSlots(new int[0][]) : contiguous(model.routedLayers(), model.experts(), slots);
    }

    /** Number of routed layers. */
    public int layers() {
        return logicalOfSlot.length;
    }

    /** Number of slots of a layer. */
    public int slots(int routedLayer) {
        return logicalOfSlot[routedLayer].length;
    }

    /** The expert in a slot. */
    public int logical(int routedLayer, int slot) {
        return logicalOfSlot[routedLayer][slot];
    }

    /** A copy of a layer's slots. */
    public int[] layer(int routedLayer) {
        return logicalOfSlot[routedLayer].clone();
    }

    /** The experts of a layer rank by rank; each of {@code ranks} has as many slots. */
    public List<List<Integer>> ranks(int routedLayer, int ranks) {
        List<Integer> slots = Arrays.stream(logicalOfSlot[routedLayer]).boxed().toList();
        int perRank = slots.size() / ranks;
        List<List<Integer>> rows = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            rows.add(slots.subList(rank * perRank, (rank + 1) * perRank));
        }
        return rows;
    }

    /** Whether two layers have the same experts in the same slots. */
    public boolean alike(int routedLayer, int other) {
        return Arrays.equals(logicalOfSlot[routedLayer], logicalOfSlot[other]);
    }

    /** How many slots host each expert of a layer. */
    public int[] replicas(int routedLayer, int experts) {
        int[] replicas = new int[experts];
        for (int expert : logicalOfSlot[routedLayer]) {
            replicas[expert]++;
        }
        return replicas;
    }

    /**
     * What each slot of a layer gets of its assignments: replicas of an expert share its part evenly.
     *
     * @param shares part of each expert, which sum to 1
     */
    public double[] slotShares(int routedLayer, double[] shares) {
        int[] replicas = replicas(routedLayer, shares.length);
        return Arrays.stream(logicalOfSlot[routedLayer])
                .mapToDouble(expert -> shares[expert] / replicas[expert])
                .toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExpertSlots slots && Arrays.deepEquals(logicalOfSlot, slots.logicalOfSlot);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(logicalOfSlot);
    }
}
