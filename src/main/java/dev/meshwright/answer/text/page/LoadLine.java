package dev.meshwright.answer.text.page;

import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Loads of expert ranks before and after they are placed, as two rows of blocks of one scale, on a terminal alone. */
public final class LoadLine {

    /** Two of them and what stands between fit on a line. */
    private static final int MOST_BLOCKS = 16;

    private LoadLine() {}

    /**
     * The layer whose busiest rank is the busiest with experts in order; empty in pipes and files, and where there is no such layer.
     *
     * @param before load over the mean by layer and rank, with experts in order
     * @param after the same as they are placed
     */
    public static Optional<String> of(List<List<Double>> before, List<List<Double>> after, Style style) {
        if (!style.pictured() || before.isEmpty() || before.size() != after.size()) {
            return Optional.empty();
        }
        int worst = 0;
        for (int layer = 1; layer < before.size(); layer++) {
            worst = most(before.get(layer)) > most(before.get(worst)) ? layer : worst;
        }
        List<Double> first = blocks(before.get(worst));
        List<Double> then = blocks(after.get(worst));
        List<Double> both = new ArrayList<>(first);
        both.addAll(then);
        // One scale: the blocks of both are to be compared.
        String drawn = Spark.line(both);
        return Optional.of("Ranks of routed layer " + worst + ": in order " + drawn.substring(0, first.size()) + " "
                + Figures.decimals(most(before.get(worst)), 2) + ", placed " + drawn.substring(first.size()) + " "
                + Figures.decimals(most(after.get(worst)), 2) + " x the mean.");
    }

    private static double most(List<Double> loads) {
        return Collections.max(loads);
    }

    /** As many as there is room for: each is the busiest of the ranks that it stands for. */
    private static List<Double> blocks(List<Double> loads) {
        int each = Math.ceilDiv(loads.size(), MOST_BLOCKS);
        List<Double> blocks = new ArrayList<>();
        for (int from = 0; from < loads.size(); from += each) {
            blocks.add(most(loads.subList(from, Math.min(from + each, loads.size()))));
        }
        return blocks;
    }
}
