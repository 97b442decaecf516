package dev.meshwright.lab.training;

import dev.meshwright.facts.model.Model;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.StatedModel;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The forward time of a single mixture as a row states it.
 *
 * @param layer a model of that one layer
 * @param run a step with one micro-batch on each GPU
 * @param seconds measured; empty where the row has none
 */
public record MixtureLayerRow(Model layer, TrainingRow run, OptionalDouble seconds) {

    /**
     * Reads a row of published measurements whose phase is a mixture layer.
     *
     * @throws UnpredictableRowException if the row measures something else, or says too little of the layer
     */
    public static MixtureLayerRow of(Map<String, String> row) {
        if (!row.getOrDefault("metric", "").contains("forward")
                || !row.getOrDefault("unit", "").equals("ms")) {
            throw new UnpredictableRowException("no forward time of a layer but " + row.getOrDefault("metric", "")
                    + " in " + row.getOrDefault("unit", ""));
        }
        String words = row.getOrDefault("arch_ref", "");
        boolean gated = !row.getOrDefault("notes", "").contains("2 GEMMs per expert");
        Model layer = StatedModel.mixtureLayer(row.getOrDefault("model", ""), words, gated)
                .orElseThrow(() -> new UnpredictableRowException("the layer's architecture is not stated"));
        Map<String, String> step = new HashMap<>(row);
        step.put(
                "gbs",
                Integer.toString(RowValues.count(row, "n_gpus", 0)
                        * RowValues.count(row, "mbs", 1)
                        / RowValues.count(row, "tp", 1)));
        return new MixtureLayerRow(layer, TrainingRow.of(step), RowValues.scaled(row, "value", 1e-3));
    }
}
