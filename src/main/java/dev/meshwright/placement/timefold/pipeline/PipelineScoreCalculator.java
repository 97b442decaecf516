package dev.meshwright.placement.timefold.pipeline;

import static java.util.Objects.requireNonNull;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;
import dev.meshwright.placement.pipeline.PipelineState;
import org.jspecify.annotations.Nullable;

/** The engine: {@link PipelineConstraintStreams} kept up to date by the placement package's own working state. */
public final class PipelineScoreCalculator implements IncrementalScoreCalculator<PipelineSeats, HardMediumSoftScore> {
    private @Nullable PipelineState state;

    @Override
    public void resetWorkingSolution(PipelineSeats solution) {
        state = solution.getObjective().start(solution.placement());
    }

    @Override
    public void beforeVariableChanged(Object entity, String variableName) {
        // The state knows what was there before.
    }

    @Override
    public void afterVariableChanged(Object entity, String variableName) {
        PipelineState working = requireNonNull(state);
        switch (entity) {
            case LayerSeat layer -> working.runOn(layer.getIndex(), layer.getStage());
            case GroupSeat seat ->
                working.sitOn(seat.getIndex(), seat.getDevice().index());
            default -> throw new IllegalArgumentException("Unknown planning entity %s.".formatted(entity));
        }
    }

    @Override
    public HardMediumSoftScore calculateScore() {
        return PipelineSeats.toSolverScore(requireNonNull(state).score());
    }
}
