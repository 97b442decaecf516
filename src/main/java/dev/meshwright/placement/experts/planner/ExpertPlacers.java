package dev.meshwright.placement.experts.planner;

import dev.meshwright.placement.experts.ExpertPlacer;
import dev.meshwright.placement.experts.PlainLayer;
import dev.meshwright.placement.experts.descent.PairDescent;
import dev.meshwright.placement.experts.descent.ReplicaDescent;
import dev.meshwright.placement.experts.descent.SwapDescent;
import dev.meshwright.placement.experts.start.Contiguous;
import dev.meshwright.placement.experts.start.EplbStyle;
import dev.meshwright.placement.experts.start.GreedyPacking;
import dev.meshwright.placement.experts.start.GreedyReplication;
import dev.meshwright.placement.experts.start.PairedCounts;
import java.util.List;

/** The solver-free placers, from the simplest to the best. */
public final class ExpertPlacers {
    /** The engines' default: slot j hosts expert j modulo the number of experts. */
    public static final ExpertPlacer CONTIGUOUS = ExpertPlacer.perLayer("contiguous", Contiguous::place);
    /** {@link GreedyReplication} for the counts, then {@link GreedyPacking}. */
    public static final ExpertPlacer GREEDY = ExpertPlacer.perLayer("greedy", ExpertPlacers::greedy);
    /** The global mode of {@link EplbStyle}: one group, one node. */
    public static final ExpertPlacer EPLB = new EplbStyle(1, 1);
    /** {@link #GREEDY} improved by {@link SwapDescent}. */
    public static final ExpertPlacer SWAP_DESCENT = ExpertPlacer.perLayer("swap-descent", ExpertPlacers::descended);
    /**
     * {@link #SWAP_DESCENT}, then {@link ReplicaDescent}, swaps again and {@link PairDescent}; with two slots per rank
     * {@link PairedCounts} instead: the better start for a search.
     */
    public static final ExpertPlacer REPLICA_DESCENT =
            ExpertPlacer.perLayer("replica-descent", ExpertPlacers::replicasDescended);

    private ExpertPlacers() {}

    /** All of them, in order. */
    public static List<ExpertPlacer> all() {
        return List.of(CONTIGUOUS, GREEDY, EPLB, SWAP_DESCENT, REPLICA_DESCENT);
    }

    static int[] greedy(PlainLayer layer) {
        return GreedyPacking.place(layer, GreedyReplication.replicas(layer));
    }

    private static int[] descended(PlainLayer layer) {
        return SwapDescent.descend(layer, greedy(layer));
    }

    static int[] replicasDescended(PlainLayer layer) {
        if (layer.slotsPerRank() == 2) {
            return PairedCounts.improve(layer, descended(layer));
        }
        return PairDescent.descend(layer, SwapDescent.descend(layer, ReplicaDescent.descend(layer, descended(layer))));
    }

    /** The published policy's result, where it keeps the rules, improved by swaps. */
    static int[] eplbDescended(PlainLayer layer) {
        int[] eplb = EplbStyle.placeGlobally(layer);
        boolean keepsRules = layer.score(eplb).violations() == 0;
        return PairDescent.descend(layer, SwapDescent.descend(layer, keepsRules ? eplb : greedy(layer)));
    }
}
