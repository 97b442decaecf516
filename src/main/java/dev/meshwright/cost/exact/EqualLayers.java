package dev.meshwright.cost.exact;

import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.tally.Tally;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers in which a component does and takes exactly the same, so that one of them explains all.
 *
 * @param layers their numbers, ascending
 */
record EqualLayers(List<Integer> layers) {

    EqualLayers {
        layers = List.copyOf(layers);
    }

    /** The groups of layers in which {@code component} takes any time, by their first layers. */
    static List<EqualLayers> of(Traversal traversal, Component component) {
        List<List<Integer>> groups = new ArrayList<>();
        for (int layer = 0; layer < traversal.depth(); layer++) {
            Tally tally = traversal.layer(layer);
            if (tally.seconds(component) > 0) {
                List<Integer> group = groups.stream()
                        .filter(others -> traversal.layer(others.getFirst()).alike(component, tally))
                        .findFirst()
                        .orElseGet(() -> {
                            groups.add(new ArrayList<>());
                            return groups.getLast();
                        });
                group.add(layer);
            }
        }
        return groups.stream().map(EqualLayers::new).toList();
    }

    /** The first of them. */
    int first() {
        return layers.getFirst();
    }

    /** How many they are. */
    int count() {
        return layers.size();
    }

    /** {@code layers 3-60, 58 of them, each layer_3}. */
    String words() {
        return count() == 1
                ? "layer " + first()
                : "layers " + ranges() + ", " + count() + " of them, each layer_" + first();
    }

    private String ranges() {
        int step = count() > 2 ? layers.get(1) - layers.get(0) : 1;
        if (step > 1 && layers.getLast() == first() + step * (count() - 1)) {
            return first() + "-" + layers.getLast() + " in steps of " + step;
        }
        List<String> ranges = new ArrayList<>();
        for (int from = 0; from < count(); ) {
            int to = from;
            while (to + 1 < count() && layers.get(to + 1) == layers.get(to) + 1) {
                to++;
            }
            ranges.add(from == to ? layers.get(from).toString() : layers.get(from) + "-" + layers.get(to));
            from = to + 1;
        }
        return String.join(" ", ranges);
    }
}
