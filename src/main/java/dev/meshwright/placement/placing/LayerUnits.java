package dev.meshwright.placement.placing;

import dev.meshwright.facts.model.Model;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * Layers that stay on one stage: a layer that uses what an earlier one chose or keeps, with those before it up to the one
 * that does. In most models every layer is a unit of its own.
 *
 * @param firstLayers first layer of each unit
 * @param layers of the model
 */
public record LayerUnits(List<Integer> firstLayers, int layers) {

    public LayerUnits {
        firstLayers = List.copyOf(firstLayers);
    }

    /** The units of {@code model}. */
    public static LayerUnits of(Model model) {
        List<Integer> starts = IntStream.range(0, model.depth())
                .filter(model::mayBeginStage)
                .boxed()
                .toList();
        return new LayerUnits(starts, model.depth());
    }

    /** Number of units. */
    public int count() {
        return firstLayers.size();
    }

    /** First layer of a unit. */
    public int first(int unit) {
        return firstLayers.get(unit);
    }

    /** Last layer of a unit. */
    public int last(int unit) {
        return unit + 1 < firstLayers.size() ? firstLayers.get(unit + 1) - 1 : layers - 1;
    }

    /** What the layers of a unit have together. */
    public long sum(int unit, IntToLongFunction ofLayer) {
        return IntStream.rangeClosed(first(unit), last(unit)).mapToLong(ofLayer).sum();
    }
}
