package dev.meshwright.lab.row;

import java.util.Map;

/**
 * A measured row with its prediction.
 *
 * @param cells values by column as measured
 * @param prediction what the cost model says
 */
public record PredictedRow(Map<String, String> cells, RowPrediction prediction) {}
