package dev.meshwright.placement.timefold.pipeline;

import ai.timefold.solver.core.preview.api.domain.metamodel.PlanningVariableMetaModel;
import ai.timefold.solver.core.preview.api.move.MutableSolutionView;
import org.jspecify.annotations.Nullable;

/** The variables "stage of a layer" and "device of a seat", looked up once per search. */
final class PipelineVariables {
    private @Nullable PlanningVariableMetaModel<PipelineSeats, LayerSeat, Integer> stage;
    private @Nullable PlanningVariableMetaModel<PipelineSeats, GroupSeat, PlacedDevice> device;

    void runOn(MutableSolutionView<PipelineSeats> view, LayerSeat layer, int newStage) {
        if (stage == null) {
            stage = view.getSolutionMetaModel()
                    .genuineEntity(LayerSeat.class)
                    .basicVariable(LayerSeat.STAGE, Integer.class);
        }
        view.changeVariable(stage, layer, newStage);
    }

    void sitOn(MutableSolutionView<PipelineSeats> view, GroupSeat seat, PlacedDevice newDevice) {
        if (device == null) {
            device = view.getSolutionMetaModel()
                    .genuineEntity(GroupSeat.class)
                    .basicVariable(GroupSeat.DEVICE, PlacedDevice.class);
        }
        view.changeVariable(device, seat, newDevice);
    }
}
