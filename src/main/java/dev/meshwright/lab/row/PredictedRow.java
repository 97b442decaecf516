package dev.meshwright.lab.row;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.row.MeasuredRow.Run;
import dev.meshwright.lab.row.MeasuredRow.Served;
import dev.meshwright.lab.row.MeasuredRow.Started;
import dev.meshwright.lab.row.MeasuredRow.Unreadable;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * A measured row with its prediction.
 *
 * @param row as measured
 * @param prediction what the cost model says
 */
public record PredictedRow(MeasuredRow row, RowPrediction prediction) {

    /**
     * ln(predicted / measured) of the throughput of a predicted row; empty where the row gives none. A step that takes
     * longer is a lower throughput, and by Little's law so is a longer life of a request.
     */
    public OptionalDouble throughputResidual() {
        return switch (row) {
            case Served served -> lifetimeResidual(served.load());
            case Run run -> figureResidual();
            case Started started -> OptionalDouble.empty();
            case Unreadable unreadable -> OptionalDouble.empty();
        };
    }

    /** Predicted tokens/s per GPU of a row, or what is proportional to it; empty where the row gives none. */
    public OptionalDouble predictedThroughput() {
        return switch (row) {
            case Served served -> {
                MeasuredRow.Load load = served.load();
                OptionalDouble lifetime = predictedLifetime(load);
                yield lifetime.isPresent()
                        ? OptionalDouble.of(load.sequences() / load.gpus() / lifetime.getAsDouble())
                        : lifetime;
            }
            case Run run -> predictedFigure();
            case Started started -> OptionalDouble.empty();
            case Unreadable unreadable -> OptionalDouble.empty();
        };
    }

    private OptionalDouble lifetimeResidual(MeasuredRow.Load load) {
        OptionalDouble measured = lifetime(load, Outcome::measured);
        OptionalDouble predicted = predictedLifetime(load);
        return measured.isPresent() && predicted.isPresent()
                ? OptionalDouble.of(-Math.log(predicted.getAsDouble() / measured.getAsDouble()))
                : OptionalDouble.empty();
    }

    private OptionalDouble predictedLifetime(MeasuredRow.Load load) {
        return lifetime(load, outcome -> outcome.predicted().orElse(Double.NaN));
    }

    /** Seconds of a request: its first token and the others; empty unless both times are known. */
    private OptionalDouble lifetime(MeasuredRow.Load load, ToDoubleFunction<Outcome> seconds) {
        double sum = 0;
        int times = 0;
        for (Outcome outcome : prediction.outcomes()) {
            double each = seconds.applyAsDouble(outcome);
            sum += outcome.measure() == Measure.TIME_TO_FIRST_TOKEN ? each : load.tokensAfterFirst() * each;
            times += Double.isNaN(each) ? 0 : 1;
        }
        return times == 2 ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    private OptionalDouble figureResidual() {
        for (Outcome outcome : prediction.outcomes()) {
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

    private OptionalDouble predictedFigure() {
        for (Outcome outcome : prediction.outcomes()) {
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
}
