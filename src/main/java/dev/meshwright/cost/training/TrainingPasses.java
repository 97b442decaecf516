package dev.meshwright.cost.training;

import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What forward and backward pass of a training micro-batch take together, in units of the forward pass.
 *
 * <pre>
 * passes = 1 + backward + recomputed
 * backward    products 2 (one for the input's, one for the weight's gradient), attention core 2.5 times the FLOP at a
 *             lower rate, element-wise work by bytes, messages 1, weights of sharded training are gathered again,
 *             and their gradients reduced in 16 bits
 * recomputed  full: 1 for everything inside layers but gathered weights, which stay; selective: norms and activations,
 *             the modules that are cheap to redo (DeepSeek-V3 report, 3.2.3), and scores where they went through memory
 *             (Korthikanti et al. 2022)
 * </pre>
 */
public final class TrainingPasses {

    private final Map<Recomputation, double[]> passes = new EnumMap<>(Recomputation.class);

    public TrainingPasses(TrainingConstants constants, TrainingRecipe recipe) {
        for (Recomputation recomputation : Recomputation.values()) {
            double[] row = new double[Component.COUNT];
            for (Component component : Component.values()) {
                row[component.ordinal()] = 1
                        + backward(component, constants, recipe)
                        + (recomputed(component, recomputation, recipe) ? 1 : 0);
            }
            passes.put(recomputation, row);
        }
    }

    /** Passes of every component, indexed by {@link Component#ordinal()}. */
    public double[] of(Recomputation recomputation) {
        return Objects.requireNonNull(passes.get(recomputation));
    }

    private static double backward(Component component, TrainingConstants constants, TrainingRecipe recipe) {
        return switch (component) {
            case ATTENTION_CORE -> recipe.flashAttention() ? constants.value("attention.backward") : 2;
            case ELEMENT_WISE -> constants.value("elementWise.backward");
            case EMBEDDING -> 1;
            // With sequence parallelism inputs are gathered once more for the weights' gradients.
            case ATTENTION_ALL_REDUCE, FEED_FORWARD_ALL_REDUCE -> recipe.sequenceParallel() ? 1.5 : 1;
            case ROUTING_WAIT, LAUNCH_WAIT, GRADIENT_SUM -> 0;
            case WEIGHT_GATHER -> 2;
            // Keys and values come round again, and their gradients.
            case CONTEXT_EXCHANGE -> 2;
            default -> component.kind() == Component.Kind.COMMUNICATION ? 1 : 2;
        };
    }

    private static boolean recomputed(Component component, Recomputation recomputation, TrainingRecipe recipe) {
        return switch (recomputation) {
            case NONE -> false;
            case SELECTIVE ->
                component == (recipe.flashAttention() ? Component.ELEMENT_WISE : Component.ATTENTION_CORE);
            case FULL ->
                switch (component) {
                    case EMBEDDING, LM_HEAD, PIPELINE_HOP, GRADIENT_SUM, WEIGHT_GATHER, GRADIENT_SYNC, OPTIMIZER ->
                        false;
                    default -> true;
                };
        };
    }
}
