package dev.meshwright.launch.export;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.ArrayList;
import java.util.List;

/**
 * How a step runs, as the prediction assumes it ({@code megatron/core/model_parallel_config.py}, {@code
 * distributed_data_parallel_config.py}, {@code transformer_config.py}): what runs beside what, formats, what is done again.
 */
final class MegatronRecipe {

    private final Ordered ordered;
    private final Training training;
    private final TrainingRecipe recipe;
    private final Flags flags;
    /** Parts of the recipe that the framework has no option for. */
    private final List<String> unsaid = new ArrayList<>();

    private MegatronRecipe(Ordered ordered, Training training, Flags flags) {
        this.ordered = ordered;
        this.training = training;
        this.recipe = training.recipe();
        this.flags = flags;
    }

    /** Writes it; what no option says is a note. */
    static void put(Ordered ordered, Training training, Flags flags, List<String> notes) {
        MegatronRecipe recipe = new MegatronRecipe(ordered, training, flags);
        recipe.state();
        recipe.formats();
        recipe.overlaps();
        recipe.recomputation();
        recipe.execution();
        if (!recipe.unsaid.isEmpty()) {
            notes.add("The prediction counts with what no option here says: " + String.join("; ", recipe.unsaid)
                    + ". The step that starts is slower by what they save: workload.recipe without them predicts it.");
        }
    }

    private void state() {
        flags.put(Meaning.BF16, true, "Arithmetic of 16 bits.")
                .put(
                        training.zeroStage() == 1,
                        Meaning.DISTRIBUTED_OPTIMIZER,
                        true,
                        "Optimizer state is spread over data ranks.");
        if (training.zeroStage() > 1) {
            flags.put(Meaning.SHARDED, true, "Training state is spread over data ranks.")
                    .put(
                            Meaning.SHARDING,
                            training.zeroStage() == 2 ? "optim_grads" : "optim_grads_params",
                            "How much of it: ZeRO stage " + training.zeroStage() + ".");
        }
        flags.put(!recipe.wideGradients(), Meaning.NARROW_GRADIENTS, true, "Gradients are reduced in 16 bits.")
                .put(
                        recipe.stagesInside(),
                        Meaning.STAGES_INSIDE,
                        true,
                        "Stages of a copy lie side by side, and copies apart.");
    }

    private void formats() {
        Precision dense = ordered.model().precisions().dense();
        Precision experts = ordered.model().precisions().experts();
        boolean narrow = dense == Precision.FP8 || experts == Precision.FP8;
        if (narrow) {
            String scaling =
                    switch (recipe.scaling()) {
                        case TENSOR -> "tensorwise";
                        case BLOCK -> "blockwise";
                        case MICRO -> "mxfp8";
                    };
            boolean whole = recipe.scaling() == TrainingRecipe.Scaling.TENSOR;
            flags.put(Meaning.FP8, whole ? "hybrid" : "e4m3", "Products of 8 bits.")
                    .put(Meaning.FP8_RECIPE, scaling, "What shares a scale.")
                    .put(
                            recipe.narrowWeights(),
                            Meaning.NARROW_WEIGHTS,
                            true,
                            "Updated weights are gathered in 8 bits.");
        }
        boolean four = dense == Precision.NVFP4
                && (experts == Precision.NVFP4 || ordered.model().experts() == 0);
        flags.put(four, Meaning.FP4, "e2m1", "Products of 4 bits.")
                .add(four, Purpose.FP4_RECIPE, "nvfp4", "Sixteen weights share a scale.");
        unsaid(
                !four && (dense.bytesPerElement() < 1 || experts.bytesPerElement() < 1),
                "products of 4 bits in some of the matrices");
        unsaid(recipe.narrowDispatch() && ordered.degrees().expert() > 1, "tokens travel to experts in 8 bits");
    }

    private void unsaid(boolean counted, String part) {
        if (counted) {
            unsaid.add(part);
        }
    }

    private void overlaps() {
        Degrees degrees = ordered.degrees();
        boolean gathered = training.zeroStage() > 0;
        boolean experts = recipe.expertOverlap() && degrees.expert() > 1;
        boolean again = degrees.recomputation() == Recomputation.FULL;
        flags.put(
                        recipe.gradientOverlap(),
                        Meaning.GRADIENT_OVERLAP,
                        true,
                        "Gradients are reduced beside the last backward pass.")
                .add(
                        recipe.gradientOverlap() && gathered,
                        Purpose.GATHER_OVERLAP,
                        true,
                        "Weights are gathered beside the next forward pass.")
                .put(
                        recipe.tensorOverlap() && degrees.tensor() > 1 && recipe.sequenceParallel(),
                        Meaning.TENSOR_OVERLAP,
                        true,
                        "Messages of tensor ranks run beside their products.")
                .put(
                        experts && !again,
                        Meaning.EXPERT_OVERLAP,
                        true,
                        "Traffic of one micro-batch's experts runs beside the products of another.");
        unsaid(experts && again, "traffic of experts runs beside products, which full recomputation excludes");
        unsaid(
                recipe.tensorOverlap() && degrees.tensor() > 1 && !recipe.sequenceParallel(),
                "messages of tensor ranks run beside products, which needs sequence parallelism");
    }

    private void recomputation() {
        Recomputation recomputation = ordered.degrees().recomputation();
        boolean routed = ordered.model().experts() > 0;
        switch (recomputation) {
            case NONE -> {}
            case SELECTIVE ->
                flags.put(Meaning.RECOMPUTE, recomputation.label(), "What is not kept for the backward pass.")
                        .add(
                                Purpose.RECOMPUTE_PARTS,
                                routed ? "core_attn,moe_act" : "core_attn",
                                "Scores and activation functions are done again.");
            case FULL ->
                flags.put(Meaning.RECOMPUTE, recomputation.label(), "What is not kept for the backward pass.")
                        .add(Purpose.RECOMPUTE_METHOD, "uniform", "Every layer alike.")
                        .add(Purpose.RECOMPUTE_LAYERS, 1, "Each layer by itself.");
        }
    }

    private void execution() {
        boolean routed = ordered.model().experts() > 0;
        boolean fused = recipe.execution() != Execution.EAGER;
        flags.add(routed && fused, Purpose.PERMUTE_FUSION, true, "Tokens are sorted by expert in one kernel.")
                .put(
                        routed && recipe.fixedCapacity(),
                        Meaning.EXPERT_CAPACITY,
                        "1.0",
                        "Experts take a fixed number of tokens and drop the others.")
                .add(
                        routed && recipe.fixedCapacity(),
                        Purpose.CAPACITY_PADDING,
                        true,
                        "All experts take as many, so that nobody waits for counts.")
                .put(
                        recipe.execution() == Execution.CAPTURED,
                        Meaning.GRAPHS,
                        "local",
                        "Kernels are replayed from captured graphs.");
        unsaid(!fused, "kernels are launched one by one, as frameworks of its kind do and Megatron does not");
    }
}
