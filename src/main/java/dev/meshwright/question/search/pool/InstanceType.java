package dev.meshwright.question.search.pool;

import dev.meshwright.layout.Cut;
import dev.meshwright.layout.PoolRole;
import java.util.Optional;

/**
 * Instances that are looked at together: of all their layouts the one with the highest rate is worth having.
 *
 * @param role what they do
 * @param group number of the group of nodes that they lie on
 * @param gpus of each
 * @param handover what the engine's rules of handing caches over say of their degrees; empty where it has none
 */
public record InstanceType(PoolRole role, int group, int gpus, Optional<Handover> handover) {

    /**
     * Degrees that decide to whom a cache may be handed over.
     *
     * @param tensor degree
     * @param copies whether several attention copies share experts
     */
    public record Handover(int tensor, boolean copies) {

        private boolean to(Handover other) {
            return tensor == other.tensor || (copies && other.copies);
        }
    }

    /** Whether layouts of {@code cut} are of this type. */
    boolean holds(Cut cut) {
        return handover.isEmpty() || handover.get().equals(new Handover(cut.tensor(), cut.data() > 1));
    }

    /** Whether a cache may be handed over between this type and another. */
    boolean handsTo(InstanceType other) {
        return handover.isEmpty()
                || other.handover().isEmpty()
                || handover.get().to(other.handover().get());
    }
}
