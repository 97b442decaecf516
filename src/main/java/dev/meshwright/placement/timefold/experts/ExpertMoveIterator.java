package dev.meshwright.placement.timefold.experts;

import ai.timefold.solver.core.preview.api.move.Move;
import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.PlainLayer;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An endless stream of random moves from one working placement; looks at the placement once, when first asked. */
final class ExpertMoveIterator implements Iterator<Move<ExpertSlots>> {

    /** Chances out of {@link #CHANCES} of the kinds of moves: a guess, not tuned. */
    private static final int CHANCES = 16;

    private static final int REPLACE = 3;
    private static final int REPLACE_AND_SWAP = 3;
    private static final int SWAP_ANYWHERE = 3;

    /** Attempts to draw a feasible move before any swap is taken. */
    private static final int ATTEMPTS = 20;

    private final List<ExpertSlot> slots;
    private final ExpertLayer layer;
    private final RandomGenerator random;
    private final ExpertVariable variable;
    private final int[] replicas;
    private final int slowestRank;

    ExpertMoveIterator(ExpertSlots solution, RandomGenerator random, ExpertVariable variable) {
        this.slots = solution.getSlots();
        this.layer = solution.getLayer();
        this.random = random;
        this.variable = variable;
        replicas = new int[layer.experts()];
        for (ExpertSlot slot : slots) {
            replicas[slot.getExpert().index()]++;
        }
        slowestRank = findSlowestRank();
    }

    @Override
    public boolean hasNext() {
        return layer.ranks() > 1;
    }

    @Override
    public Move<ExpertSlots> next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int chance = random.nextInt(CHANCES);
            boolean replicated = layer.slots() > layer.experts();
            Move<ExpertSlots> move = replicated && chance < REPLACE
                    ? replace()
                    : replicated && chance < REPLACE + REPLACE_AND_SWAP
                            ? replaceAndSwap()
                            : swap(chance >= CHANCES - SWAP_ANYWHERE ? anySlot() : slotOf(slowestRank));
            if (move != null) {
                return move;
            }
        }
        // Swapping equal experts changes nothing and breaks nothing; with few experts there may be no other move.
        return new ExpertMove.Swap(variable, slots.getFirst(), slots.getFirst());
    }

    private @Nullable Move<ExpertSlots> swap(ExpertSlot slot) {
        ExpertSlot other = anySlot();
        LogicalExpert expert = slot.getExpert();
        boolean useful = other.getRank() != slot.getRank() && !other.getExpert().equals(expert);
        return useful && accepts(other.getRank(), expert, other) && accepts(slot.getRank(), other.getExpert(), slot)
                ? new ExpertMove.Swap(variable, slot, other)
                : null;
    }

    /** Relieves the slowest rank: a replica elsewhere makes way for one more replica of an expert that is slow here. */
    private @Nullable Move<ExpertSlots> replace() {
        ExpertSlot slot = replicatedSlot();
        LogicalExpert expert = slotOf(slowestRank).getExpert();
        return replicas[slot.getExpert().index()] > 1
                        && !slot.getExpert().equals(expert)
                        && accepts(slot.getRank(), expert, slot)
                ? new ExpertMove.Replace(variable, slot, expert)
                : null;
    }

    private @Nullable Move<ExpertSlots> replaceAndSwap() {
        ExpertSlot slot = replicatedSlot();
        LogicalExpert expert = slotOf(slowestRank).getExpert();
        ExpertSlot other = anySlot();
        boolean useful = replicas[slot.getExpert().index()] > 1
                && !slot.getExpert().equals(expert)
                && !other.getExpert().equals(expert)
                && other.getRank() != slot.getRank();
        return useful && accepts(other.getRank(), expert, other) && accepts(slot.getRank(), other.getExpert(), slot)
                ? new ExpertMove.ReplaceAndSwap(variable, slot, expert, other)
                : null;
    }

    /** Whether {@code rank} may hold {@code expert} once {@code leaving} no longer counts. */
    private boolean accepts(int rank, LogicalExpert expert, ExpertSlot leaving) {
        if (!layer.distinctRanks()) {
            return true;
        }
        int first = rank * layer.slotsPerRank();
        for (int slot = first; slot < first + layer.slotsPerRank(); slot++) {
            if (slot != leaving.getIndex() && slots.get(slot).getExpert().equals(expert)) {
                return false;
            }
        }
        return true;
    }

    private ExpertSlot anySlot() {
        return slots.get(random.nextInt(slots.size()));
    }

    private ExpertSlot slotOf(int rank) {
        return slots.get(rank * layer.slotsPerRank() + random.nextInt(layer.slotsPerRank()));
    }

    /** A slot of a replicated expert if a few draws find one. */
    private ExpertSlot replicatedSlot() {
        ExpertSlot slot = anySlot();
        for (int attempt = 0; attempt < ATTEMPTS && replicas[slot.getExpert().index()] == 1; attempt++) {
            slot = anySlot();
        }
        return slot;
    }

    /** The slowest rank of a profile that is drawn by chance, so that each profile's slowest rank is relieved in turn. */
    private int findSlowestRank() {
        PlainLayer profile =
                layer.profiles().get(random.nextInt(layer.profiles().size()));
        long slowest = -1;
        int slowestSoFar = 0;
        for (int rank = 0, slot = 0; rank < layer.ranks(); rank++) {
            long nanoseconds = 0;
            for (int end = slot + layer.slotsPerRank(); slot < end; slot++) {
                int expert = slots.get(slot).getExpert().index();
                nanoseconds += profile.slotNanoseconds(expert, replicas[expert]);
            }
            if (nanoseconds > slowest) {
                slowest = nanoseconds;
                slowestSoFar = rank;
            }
        }
        return slowestSoFar;
    }
}
