package dev.meshwright.placement.timefold.experts;

import static java.util.Objects.requireNonNull;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;
import dev.meshwright.placement.experts.LayerState;
import org.jspecify.annotations.Nullable;

/** The engine: {@link ExpertConstraintStreams} kept up to date by the placement package's own working state. */
public final class ExpertScoreCalculator implements IncrementalScoreCalculator<ExpertSlots, HardMediumSoftScore> {
    private @Nullable LayerState state;

    @Override
    public void resetWorkingSolution(ExpertSlots solution) {
        state = solution.getLayer().start(solution.physicalToLogical());
    }

    @Override
    public void beforeVariableChanged(Object entity, String variableName) {
        // The state knows what the slot hosted before.
    }

    @Override
    public void afterVariableChanged(Object entity, String variableName) {
        ExpertSlot slot = (ExpertSlot) entity;
        requireNonNull(state).host(slot.getIndex(), slot.getExpert().index());
    }

    @Override
    public HardMediumSoftScore calculateScore() {
        return ExpertSlots.toSolverScore(requireNonNull(state).score());
    }
}
