package dev.meshwright.placement.timefold.pipeline;

import ai.timefold.solver.core.api.domain.common.PlanningId;
import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;

/** A planning entity: one layer, and the stage that runs it in every replica. */
@PlanningEntity
public class LayerSeat {
    static final String STAGE = "stage";

    @PlanningId
    private int index;

    @PlanningVariable
    private Integer stage = 0;

    /** For the solver's clones. */
    public LayerSeat() {}

    LayerSeat(int index, int stage) {
        this.index = index;
        this.stage = stage;
    }

    public int getIndex() {
        return index;
    }

    public Integer getStage() {
        return stage;
    }

    public void setStage(Integer stage) {
        this.stage = stage;
    }

    @Override
    public String toString() {
        return "layer " + index;
    }
}
