package dev.meshwright.lab.row;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the cost model says of a measured row.
 *
 * @param cells values of the predicted columns; empty where nothing is predicted
 * @param reason why nothing is predicted; empty where something is
 * @param outcomes one for each figure that the row measures
 * @param assumed what the row does not state and the prediction takes for granted
 * @param runs whether an engine that was started comes up; empty for rows of anything else
 */
public record RowPrediction(
        Map<String, String> cells,
        String reason,
        List<Outcome> outcomes,
        List<String> assumed,
        Optional<Boolean> runs) {

    public RowPrediction {
        cells = Map.copyOf(cells);
        outcomes = List.copyOf(outcomes);
        assumed = List.copyOf(assumed);
    }

    /** A prediction of figures alone. */
    public RowPrediction(Map<String, String> cells, String reason, List<Outcome> outcomes, List<String> assumed) {
        this(cells, reason, outcomes, assumed, Optional.empty());
    }

    /** A prediction that assumes nothing. */
    public RowPrediction(Map<String, String> cells, String reason, List<Outcome> outcomes) {
        this(cells, reason, outcomes, List.of());
    }

    /** No prediction, and why. */
    public static RowPrediction none(String reason) {
        return new RowPrediction(Map.of(), reason, List.of());
    }

    /** Whether the row is predicted. */
    public boolean predicted() {
        return reason.isEmpty();
    }
}
