package dev.meshwright.cost.layer;

import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.TokenMixer;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;

/**
 * What the host does in a training step: it launches kernels while the GPU works, and dropless routing makes the GPU wait
 * until it knows how many tokens came.
 *
 * @param layerSeconds launches of a layer's forward pass outside its mixture
 * @param mixtureSeconds launches of a mixture
 * @param expertSeconds launches of one expert on the GPU
 * @param narrowLaunches launches with operands converted to 8 or 4 bits over those without
 * @param routingSeconds wait for token counts
 * @param evenness p, see {@link #beside}
 */
public record HostLaunches(
        double layerSeconds,
        double mixtureSeconds,
        double expertSeconds,
        double narrowLaunches,
        double routingSeconds,
        double evenness) {

    /** The host of a recipe. */
    static HostLaunches of(TrainingRecipe recipe, TrainingConstants constants) {
        boolean waits = !recipe.fixedCapacity() && recipe.execution() != Execution.CAPTURED;
        return new HostLaunches(
                constants.ofHost(recipe.execution(), "layerSeconds"),
                constants.ofHost(recipe.execution(), "mixtureSeconds"),
                constants.ofHost(recipe.execution(), "expertSeconds"),
                constants.value("host.narrowLaunches"),
                waits ? constants.value("routing.waitSeconds") : 0,
                constants.value("host.evenness"));
    }

    /**
     * Seconds that the host takes to launch a layer's forward pass.
     *
     * @param localExperts experts on the GPU, whose products and conversions are launched one by one
     * @param narrow whether its products are in 8 or 4 bits, for which operands are converted
     */
    public double seconds(Layer layer, double localExperts, boolean narrow) {
        boolean mixer = !(layer.mixer() instanceof TokenMixer.None);
        boolean both = mixer && !(layer.feedForward() instanceof FeedForward.None);
        boolean mixture = layer.feedForward() instanceof Mixture;
        double seconds =
                (both ? 1 : 0.5) * layerSeconds + (mixture ? mixtureSeconds + localExperts * expertSeconds : 0);
        return narrow ? seconds : seconds / narrowLaunches;
    }

    /**
     * Seconds that kernels and their launches take together: as long as the longer of the two if either came evenly, more
     * as they come in bursts, {@code (busy^p + launches^p)^(1/p)}.
     *
     * @param busy seconds of kernels and messages
     * @param launches seconds that the host takes
     */
    public double beside(double busy, double launches) {
        double longer = Math.max(busy, launches);
        if (longer == 0) {
            return 0;
        }
        double shorter = Math.min(busy, launches) / longer;
        return longer * Math.pow(1 + Math.pow(shorter, evenness), 1 / evenness);
    }

    /** Seconds for which dropless routing of a layer waits until the host knows how many tokens came. */
    public double waitSeconds(Layer layer) {
        return layer.feedForward() instanceof Mixture ? routingSeconds : 0;
    }
}
