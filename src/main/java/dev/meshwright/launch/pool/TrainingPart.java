package dev.meshwright.launch.pool;

import dev.meshwright.facts.workload.TrainingRecipe;
import java.util.OptionalInt;

/**
 * What a training states beside its layout.
 *
 * @param sequenceLength tokens
 * @param globalBatch sequences of a step
 * @param microBatch sequences of a micro-batch on an attention rank
 * @param predictionLayers of multi-token prediction; 0 for none
 * @param zeroStage how far state is spread over data ranks: 0, 1 for optimizer state, 2 with gradients, 3 with weights
 * @param recomputation granularity as stated; empty for none
 * @param recipe how a step runs, as far as options say it
 */
public record TrainingPart(
        OptionalInt sequenceLength,
        OptionalInt globalBatch,
        OptionalInt microBatch,
        int predictionLayers,
        int zeroStage,
        String recomputation,
        TrainingRecipe recipe) {}
