package dev.meshwright.placement.timefold.pipeline;

import ai.timefold.solver.core.preview.api.move.Move;
import ai.timefold.solver.core.preview.api.move.MutableSolutionView;
import java.util.List;

/** The moves of pipeline placement. */
sealed interface PipelineMove extends Move<PipelineSeats> {

    /**
     * One layer less on one stage and one more on another: every boundary between them shifts by one layer.
     *
     * @param layers the layers that cross a boundary
     * @param step +1 if they go to the next stage, -1 to the one before
     */
    record ShiftBoundaries(PipelineVariables variables, List<LayerSeat> layers, int step) implements PipelineMove {
        @Override
        public void execute(MutableSolutionView<PipelineSeats> view) {
            for (LayerSeat layer : layers) {
                variables.runOn(view, layer, layer.getStage() + step);
            }
        }
    }

    /** Tensor groups exchange their devices pairwise: one pair, or all groups of two stages. */
    record SwapDevices(PipelineVariables variables, List<GroupSeat> seats, List<GroupSeat> others)
            implements PipelineMove {
        @Override
        public void execute(MutableSolutionView<PipelineSeats> view) {
            for (int pair = 0; pair < seats.size(); pair++) {
                PlacedDevice device = seats.get(pair).getDevice();
                variables.sitOn(view, seats.get(pair), others.get(pair).getDevice());
                variables.sitOn(view, others.get(pair), device);
            }
        }
    }

    /**
     * Two stages exchange their devices in every replica and their numbers of layers, so that fast devices keep many layers.
     *
     * @param layers the layers that change stage
     * @param stages their new stages
     */
    record SwapStages(PipelineVariables variables, List<LayerSeat> layers, List<Integer> stages, SwapDevices devices)
            implements PipelineMove {
        @Override
        public void execute(MutableSolutionView<PipelineSeats> view) {
            for (int layer = 0; layer < layers.size(); layer++) {
                variables.runOn(view, layers.get(layer), stages.get(layer));
            }
            devices.execute(view);
        }
    }

    /** A tensor group moves to a device group that is free. */
    record UseFreeDevice(PipelineVariables variables, GroupSeat seat, PlacedDevice device) implements PipelineMove {
        @Override
        public void execute(MutableSolutionView<PipelineSeats> view) {
            variables.sitOn(view, seat, device);
        }
    }
}
