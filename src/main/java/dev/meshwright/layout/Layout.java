package dev.meshwright.layout;

import dev.meshwright.facts.model.Model;
import java.util.List;
import java.util.OptionalInt;

/**
 * A complete plan as data; everything else is computed from it.
 *
 * @param degrees how often the model is cut and copied
 * @param stages layers of each stage, the same in every replica
 * @param experts experts of each slot, the same in every replica
 * @param devices GPU of each rank
 * @param predictionStage stage of the multi-token-prediction layers that training trains; the last one where empty
 */
public record Layout(
        Degrees degrees, List<Stage> stages, ExpertSlots experts, DeviceMap devices, OptionalInt predictionStage) {

    /** No layer is laid out in more slots; rules refuse degrees that ask for them. */
    private static final int MOST_SLOTS = 100_000;

    /** Multi-token prediction, where it is trained, on the last stage. */
    public Layout(Degrees degrees, List<Stage> stages, ExpertSlots experts, DeviceMap devices) {
        this(degrees, stages, experts, devices, OptionalInt.empty());
    }

    public Layout {
        stages = List.copyOf(stages);
    }

    /** Without any optimisation: layers of {@code model} split evenly, experts and GPUs in order. */
    public static Layout inOrder(Degrees degrees, Model model) {
        int slots = (int) Math.min(MOST_SLOTS, (long) degrees.slotsPerRank() * degrees.expert());
        return new Layout(
                degrees,
                Stage.even(model.depth(), degrees.pipeline()),
                ExpertSlots.inOrder(model, slots),
                DeviceMap.inOrder(degrees));
    }

    /** The same placement under degrees that differ in batch or recomputation alone. */
    public Layout with(Degrees other) {
        return new Layout(other, stages, experts, devices, predictionStage);
    }
}
