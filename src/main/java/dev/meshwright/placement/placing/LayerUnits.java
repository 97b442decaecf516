package dev.meshwright.placement.placing;

import dev.meshwright.facts.model.Model;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * Layers that stay on one stage: a layer that uses what an earlier one chose or keeps, with those before it up to the one
 * that does. In most models every layer is a unit of its own.
 *
 * @param firstLayers first layer of each unit
 * @param layers of the model
 */
public record LayerUnits(int[] firstLayers, int layers) {

    public static LayerUnits of(Model model) {
        int[] starts =
                IntStream.range(0, model.depth()).filter(model::mayBeginStage).toArray();
        return new LayerUnits(starts, model.depth());
    }

    public int count() {
        return firstLayers.length;
    }

    public int first(int unit) {
        return firstLayers[unit];
    }

    public int last(int unit) {
        return unit + 1 < firstLayers.length ? firstLayers[unit + 1] - 1 : layers - 1;
    }

    /** What the layers of a unit have together. */
    public long sum(int unit, IntToLongFunction ofLayer) {
        return IntStream.rangeClosed(first(unit), last(unit)).mapToLong(ofLayer).sum();
    }
}
