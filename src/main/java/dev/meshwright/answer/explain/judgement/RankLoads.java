package dev.meshwright.answer.explain.judgement;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Load of each expert rank over the mean of its layer, by layer and rank: with experts in order in as many slots, and as they are
 * placed.
 *
 * @param before with experts in order
 * @param after as they are placed
 */
public record RankLoads(List<List<Double>> before, List<List<Double>> after) {

    public RankLoads {
        before = before.stream().map(List::copyOf).toList();
        after = after.stream().map(List::copyOf).toList();
    }

    /** Those of a layout; empty where experts lie on one rank, or where each gets as many tokens as any other. */
    public static Optional<RankLoads> of(Problem problem, Layout layout) {
        int ranks = layout.degrees().expert();
        ExpertSlots placed = layout.experts();
        ExpertLoad load = problem.expertLoad();
        if (ranks < 2 || placed.layers() == 0 || load.even()) {
            return Optional.empty();
        }
        int experts = problem.model().experts();
        ExpertSlots inOrder = ExpertSlots.contiguous(placed.layers(), experts, placed.slots(0));
        return Optional.of(new RankLoads(loads(inOrder, load, experts, ranks), loads(placed, load, experts, ranks)));
    }

    private static List<List<Double>> loads(ExpertSlots slots, ExpertLoad load, int experts, int ranks) {
        List<List<Double>> loads = new ArrayList<>();
        for (int layer = 0; layer < slots.layers(); layer++) {
            double[] shares = slots.slotShares(layer, load.shares(layer, experts));
            int perRank = shares.length / ranks;
            List<Double> row = new ArrayList<>();
            for (int rank = 0; rank < ranks; rank++) {
                double sum = 0;
                for (int slot = rank * perRank; slot < (rank + 1) * perRank; slot++) {
                    sum += shares[slot];
                }
                row.add(sum * ranks);
            }
            loads.add(row);
        }
        return loads;
    }
}
