package dev.meshwright.lab.row;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.facts.cluster.Gpu;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One kind of measurements, told by the columns of its file. A further kind is one more implementation. */
public interface MeasurementKind {

    /** What is measured, for people: {@code serving measurements}. */
    String name();

    /** Columns that a file of this kind has, and no other kind together. */
    List<String> requiredColumns();

    /** Columns whose values are numbers or empty. */
    List<String> numericColumns();

    /** Columns that predictions add, {@code reason} left out. */
    List<String> predictedColumns();

    /**
     * The prediction for a row. Never fails: a row that cannot be predicted says why.
     *
     * @param row values by column
     * @param catalogues what it is predicted with
     */
    RowPrediction predict(Map<String, String> row, Catalogues catalogues);

    /**
     * What rows share that differ in layout and load only, so that a planner would choose among them; empty where the
     * row does not say.
     */
    Optional<String> question(Map<String, String> row);

    /**
     * ln(predicted / measured) of the throughput of a predicted row; empty where the row gives none. A step that takes
     * longer is a lower throughput.
     */
    default OptionalDouble throughputResidual(PredictedRow row) {
        for (Outcome outcome : row.prediction().outcomes()) {
            if (outcome.predicted().isPresent()) {
                double ratio = Math.log(outcome.predicted().getAsDouble() / outcome.measured());
                if (outcome.measure() == Measure.THROUGHPUT) {
                    return OptionalDouble.of(ratio);
                }
                if (outcome.measure() == Measure.STEP_TIME) {
                    return OptionalDouble.of(-ratio);
                }
            }
        }
        return OptionalDouble.empty();
    }

    /** Predicted tokens/s per GPU of a row, or what is proportional to it; empty where the row gives none. */
    default OptionalDouble predictedThroughput(PredictedRow row) {
        for (Outcome outcome : row.prediction().outcomes()) {
            if (outcome.predicted().isPresent()) {
                double predicted = outcome.predicted().getAsDouble();
                if (outcome.measure() == Measure.THROUGHPUT) {
                    return OptionalDouble.of(predicted);
                }
                if (outcome.measure() == Measure.STEP_TIME) {
                    return OptionalDouble.of(1 / predicted);
                }
            }
        }
        return OptionalDouble.empty();
    }

    /** Label of the engine whose overheads calibration may change, see {@link dev.meshwright.cost.engine.Calibration}. */
    Optional<String> engine(Map<String, String> row);

    /** The GPU of a row; empty where it is unknown. */
    Optional<Gpu> gpu(Map<String, String> row, Catalogues catalogues);
}
