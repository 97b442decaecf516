package dev.meshwright.layout.engine;

import dev.meshwright.facts.model.Model;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Where engines put experts and layers that nobody places. */
public final class Defaults {

    private Defaults() {}

    /** Equal numbers of layers, the first stages one longer. */
    public static List<Stage> stages(int layers, int count) {
        List<Stage> stages = new ArrayList<>();
        int next = 0;
        for (int stage = 0; stage < count; stage++) {
            int size = layers / count + (stage < layers % count ? 1 : 0);
            stages.add(new Stage(next, next + size - 1));
            next += size;
        }
        return stages;
    }

    /** Whether stages have as many layers as by default. */
    static boolean stages(List<Stage> stages) {
        int layers = stages.stream().mapToInt(Stage::layers).sum();
        return stages.stream()
                .map(Stage::layers)
                .toList()
                .equals(stages(layers, stages.size()).stream()
                        .map(Stage::layers)
                        .toList());
    }

    /** Whether every rank has the experts that it has in order; their order on a rank does not matter. */
    static boolean experts(Layout layout, Model model) {
        int ranks = layout.degrees().expert();
        ExpertSlots given = layout.experts();
        if (ranks == 1 || given.layers() == 0) {
            return true;
        }
        for (int layer = 0; layer < given.layers(); layer++) {
            boolean seen = layer > 0 && given.alike(layer, layer - 1);
            if (!seen && !inOrder(given.layer(layer), ranks, model.experts())) {
                return false;
            }
        }
        return true;
    }

    private static boolean inOrder(int[] row, int ranks, int experts) {
        int perRank = row.length / ranks;
        for (int rank = 0; rank < ranks; rank++) {
            HashSet<Integer> there = new HashSet<>();
            HashSet<Integer> usual = new HashSet<>();
            for (int slot = rank * perRank; slot < (rank + 1) * perRank; slot++) {
                there.add(row[slot]);
                usual.add(slot % experts);
            }
            if (!there.equals(usual)) {
                return false;
            }
        }
        return true;
    }
}
