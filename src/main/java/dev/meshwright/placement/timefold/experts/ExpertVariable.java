package dev.meshwright.placement.timefold.experts;

import ai.timefold.solver.core.preview.api.domain.metamodel.PlanningVariableMetaModel;
import ai.timefold.solver.core.preview.api.move.MutableSolutionView;
import org.jspecify.annotations.Nullable;

/** The variable "expert of a slot", looked up once per search. */
final class ExpertVariable {
    private @Nullable PlanningVariableMetaModel<ExpertSlots, ExpertSlot, LogicalExpert> metaModel;

    void change(MutableSolutionView<ExpertSlots> view, ExpertSlot slot, LogicalExpert expert) {
        if (metaModel == null) {
            metaModel = view.getSolutionMetaModel()
                    .genuineEntity(ExpertSlot.class)
                    .basicVariable(ExpertSlot.EXPERT, LogicalExpert.class);
        }
        view.changeVariable(metaModel, slot, expert);
    }
}
