package dev.meshwright.cost.efficiency;

import java.util.function.ToDoubleFunction;

/**
 * One measured time and how a surface predicts it.
 *
 * @param group what the error is reported for: GPU, precision, regime
 * @param fitted whether the constants were fitted to this row
 * @param measuredSeconds the measurement
 * @param predicted seconds that a surface predicts for the same shape
 */
record Observation<S>(String group, boolean fitted, double measuredSeconds, ToDoubleFunction<S> predicted) {

    /** Predicted over measured, minus one. */
    double relativeError(S surface) {
        return predicted.applyAsDouble(surface) / measuredSeconds - 1;
    }

    Observation<S> unfitted() {
        return new Observation<>(group, false, measuredSeconds, predicted);
    }
}
