package dev.meshwright.cost.layer;

import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.facts.workload.TrainingRecipe;

/**
 * What messages of a training step run beside.
 *
 * @param tensor share of the tensor-parallel messages that run beside the products they belong to
 * @param experts share of the computation behind which expert traffic of another micro-batch runs; 0 where none does
 * @param weights share of the computation behind which sharded weights of the next layer arrive
 * @param gradients share of a stage's last micro-batch behind which gradient traffic runs
 * @param multiprocessors what a second of hidden gradient traffic costs the computation it hides behind
 */
public record TrainingOverlap(double tensor, double experts, double weights, double gradients, double multiprocessors) {

    /** What a recipe overlaps, as far as it was measured. */
    static TrainingOverlap of(TrainingRecipe recipe, TrainingConstants constants) {
        return new TrainingOverlap(
                recipe.tensorOverlap() ? constants.value("overlap.tensor") : 0,
                recipe.expertOverlap() ? constants.value("overlap.experts") : 0,
                constants.value("overlap.weights"),
                recipe.gradientOverlap() ? constants.value("overlap.gradients") : 0,
                constants.value("overlap.multiprocessors"));
    }
}
