package dev.meshwright.lab.row;

import java.util.Map;
import java.util.Optional;

/**
 * What was predicted for the plan that a row names: whoever exported it and whoever compares it tell the same figures.
 *
 * @param firstTokenSeconds mean time to first token
 * @param outputTokenSeconds mean time per output token
 * @param tokensPerSecond output tokens of all GPUs
 */
public record Foretold(double firstTokenSeconds, double outputTokenSeconds, double tokensPerSecond) {

    /** Finds it. */
    @FunctionalInterface
    public interface Source {

        /** No row names a plan. */
        Source NONE = row -> Optional.empty();

        /**
         * What was predicted for a row; empty where it names no plan.
         *
         * @throws UnpredictableRowException if its plan or problem is gone, or another one
         */
        Optional<Foretold> of(Map<String, String> row);
    }
}
