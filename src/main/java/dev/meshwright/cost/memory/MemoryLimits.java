package dev.meshwright.cost.memory;

import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.memory.engine.EngineMemory;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import java.util.Optional;

/**
 * What the rows of a GPU's memory bill may claim of it: by the engine's own rule, or a share of all where none is named.
 *
 * @param engine the rule; empty in training and where no engine is named
 * @param plainShare the share then
 */
public record MemoryLimits(Optional<EngineMemory> engine, double plainShare) {

    /** Share of a GPU's memory that a layout may fill where no engine is named: what most are started with. */
    private static final double INFERENCE_SHARE = 0.9;

    /** Share that training may fill before allocator fragmentation makes it fail; a guess of common practice. */
    private static final double TRAINING_SHARE = 0.95;

    static MemoryLimits of(Problem problem, Optional<EngineMemory> engine) {
        double usual = problem.workload() instanceof Training ? TRAINING_SHARE : INFERENCE_SHARE;
        return new MemoryLimits(engine, problem.assumptions().memoryFraction().orElse(usual));
    }

    /**
     * Bytes that count against {@link #limitBytes}: all, but for engines with another rule. Above the limit by as much as
     * the cache exceeds its room.
     *
     * @param bytes rows by {@link MemoryComponent}
     */
    public double claimedBytes(Degrees degrees, double[] bytes) {
        return engine.isEmpty()
                ? MemoryModel.total(bytes)
                : engine.get().claimedBytes(degrees, weightBytes(bytes), cacheBytes(bytes), outsideBytes(bytes));
    }

    /** What layouts may claim of a GPU of {@code capacity} bytes. */
    public double limitBytes(double capacity) {
        return engine.isEmpty() ? plainShare * capacity : engine.get().limitBytes(capacity);
    }

    /** What the cache may take of a GPU of {@code capacity} bytes beside the other rows; negative where they do not fit. */
    public double roomBytes(Degrees degrees, double[] bytes, double capacity) {
        double weights = weightBytes(bytes);
        double outside = outsideBytes(bytes);
        return engine.isEmpty()
                ? plainShare * capacity - weights - outside
                : engine.get().roomBytes(degrees, capacity, weights, outside);
    }

    /** What all rows together may fill of a GPU of {@code capacity} bytes: those beside the cache, and its room. */
    public double usableBytes(Degrees degrees, double[] bytes, double capacity) {
        return weightBytes(bytes) + outsideBytes(bytes) + roomBytes(degrees, bytes, capacity);
    }

    /** The share of memory that the rule is about. */
    public double share(Degrees degrees) {
        return engine.isEmpty() ? plainShare : engine.get().share(degrees);
    }

    private static double cacheBytes(double[] bytes) {
        return bytes[MemoryComponent.CACHE.ordinal()] + bytes[MemoryComponent.STATE.ordinal()];
    }

    private static double weightBytes(double[] bytes) {
        double sum = 0;
        for (int row = 0; row < MemoryComponent.GRADIENTS.ordinal(); row++) {
            sum += bytes[row];
        }
        return sum;
    }

    private static double outsideBytes(double[] bytes) {
        return MemoryModel.total(bytes) - weightBytes(bytes) - cacheBytes(bytes);
    }
}
