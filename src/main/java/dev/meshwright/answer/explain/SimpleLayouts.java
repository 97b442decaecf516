package dev.meshwright.answer.explain;

import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;

/** Layouts without any optimisation: layers split evenly, experts and GPUs in order. */
final class SimpleLayouts {

    private SimpleLayouts() {}

    static Layout of(Degrees degrees, ModelKinds kinds) {
        int slots = degrees.slotsPerRank() * degrees.expert();
        return new Layout(
                degrees,
                Stage.even(kinds.depth(), degrees.pipeline()),
                slots == 0
                        ? new ExpertSlots(new int[0][])
                        : ExpertSlots.contiguous(kinds.routedLayers(), kinds.experts(), slots),
                DeviceMap.inOrder(degrees));
    }
}
