package dev.meshwright.placement.timefold.experts;

import ai.timefold.solver.core.preview.api.move.Move;
import ai.timefold.solver.core.preview.api.move.MutableSolutionView;

/** The moves of expert placement. */
sealed interface ExpertMove extends Move<ExpertSlots> {

    /** Two slots on different ranks exchange their experts. Replica counts stay. */
    record Swap(ExpertVariable variable, ExpertSlot slot, ExpertSlot other) implements ExpertMove {
        @Override
        public void execute(MutableSolutionView<ExpertSlots> view) {
            LogicalExpert expert = slot.getExpert();
            variable.change(view, slot, other.getExpert());
            variable.change(view, other, expert);
        }
    }

    /** A slot of a replicated expert hosts another expert from now on: one replica less here, one more there. */
    record Replace(ExpertVariable variable, ExpertSlot slot, LogicalExpert expert) implements ExpertMove {
        @Override
        public void execute(MutableSolutionView<ExpertSlots> view) {
            variable.change(view, slot, expert);
        }
    }

    /** A replacement followed by a swap of the same slot: the new replica goes where it fits. */
    record ReplaceAndSwap(ExpertVariable variable, ExpertSlot slot, LogicalExpert expert, ExpertSlot other)
            implements ExpertMove {
        @Override
        public void execute(MutableSolutionView<ExpertSlots> view) {
            variable.change(view, slot, other.getExpert());
            variable.change(view, other, expert);
        }
    }
}
