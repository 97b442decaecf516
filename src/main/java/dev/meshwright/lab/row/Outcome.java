package dev.meshwright.lab.row;

import dev.meshwright.cost.uncertainty.Measure;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One measured figure and what the cost model says of it.
 *
 * @param labels what the row is filed under
 * @param measure what was measured
 * @param measured the figure in the measure's unit, positive
 * @param predicted the model's figure in the same unit; empty where the row cannot be predicted
 * @param reason why it cannot be predicted; empty where it is
 * @param terms what the predicted figure consists of, largest first; empty where the measure has no parts
 */
public record Outcome(
        RowLabels labels, Measure measure, double measured, OptionalDouble predicted, String reason, List<Term> terms) {

    /**
     * A part of a predicted figure.
     *
     * @param name as the ledger names it
     * @param amount in the measure's unit
     */
    public record Term(String name, double amount) {}

    public Outcome {
        if (!(measured > 0)) {
            throw new IllegalArgumentException("measured must be positive: " + measured);
        }
        if (predicted.isPresent() != reason.isEmpty()) {
            throw new IllegalArgumentException("either a prediction or the reason for none");
        }
        terms = List.copyOf(terms);
    }

    /** A predicted row. */
    public static Outcome predicted(
            RowLabels labels, Measure measure, double measured, double predicted, List<Term> terms) {
        return new Outcome(labels, measure, measured, OptionalDouble.of(predicted), "", terms);
    }

    /** A row that cannot be predicted. */
    public static Outcome unpredicted(RowLabels labels, Measure measure, double measured, String reason) {
        return new Outcome(labels, measure, measured, OptionalDouble.empty(), reason, List.of());
    }

    /** (predicted - measured) / measured; empty without a prediction. */
    public OptionalDouble signedError() {
        return predicted.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(predicted.getAsDouble() / measured - 1);
    }
}
