package dev.meshwright.launch.export;

import dev.meshwright.facts.model.Model;
import dev.meshwright.layout.ExpertSlots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which expert each slot hosts, layer by layer of the whole model.
 *
 * @param rows of all layers; an engine that asks for rows of dense layers too gets experts in order there
 * @param routed numbers of the layers that have experts
 */
public record ExpertMap(List<List<Integer>> rows, List<Integer> routed) {

    public ExpertMap {
        rows = List.copyOf(rows);
        routed = List.copyOf(routed);
    }

    /** The map of slots in a model. */
    static ExpertMap of(ExpertSlots slots, Model model) {
        List<List<Integer>> rows = new ArrayList<>();
        List<Integer> routed = new ArrayList<>();
        for (int layer = 0; layer < model.layers().size(); layer++) {
            boolean experts = model.layers().get(layer).routed();
            int[] row = experts ? slots.layer(routed.size()) : inOrder(slots.slots(0), model.experts());
            rows.add(Arrays.stream(row).boxed().toList());
            if (experts) {
                routed.add(layer);
            }
        }
        return new ExpertMap(rows, routed);
    }

    private static int[] inOrder(int slots, int experts) {
        int[] row = new int[slots];
        Arrays.setAll(row, slot -> slot % experts);
        return row;
    }

    /** Whether every slot has the expert of its number, as engines have it without a map. */
    public boolean trivial(int experts) {
        return rows.stream().allMatch(row -> {
            for (int slot = 0; slot < row.size(); slot++) {
                if (row.get(slot) != slot % experts) {
                    return false;
                }
            }
            return true;
        });
    }
}
