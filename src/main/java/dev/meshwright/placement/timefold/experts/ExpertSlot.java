package dev.meshwright.placement.timefold.experts;

import ai.timefold.solver.core.api.domain.common.PlanningId;
import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;

/** A planning entity: one physical expert slot of a layer. Which expert it hosts decides places and replica counts at once. */
@PlanningEntity
public class ExpertSlot {
    static final String EXPERT = "expert";

    @PlanningId
    private int index;

    private int rank;

    // Never null once a solver sees it: searches start from a complete placement.
    @PlanningVariable
    private LogicalExpert expert = new LogicalExpert(0);

    /** For the solver's clones. */
    public ExpertSlot() {}

    ExpertSlot(int index, int rank, LogicalExpert expert) {
        this.index = index;
        this.rank = rank;
        this.expert = expert;
    }

    public int getIndex() {
        return index;
    }

    public int getRank() {
        return rank;
    }

    public LogicalExpert getExpert() {
        return expert;
    }

    public void setExpert(LogicalExpert expert) {
        this.expert = expert;
    }

    @Override
    public String toString() {
        return "slot " + index;
    }
}
