package dev.meshwright.question.scale.node;

import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Candidates that miss the target, and how that is known. */
final class Discarded {
    private final double target;
    private final Roofline roofline;
    private final List<Integer> unproven = new ArrayList<>();
    private int byRoofline;
    private int byBound;
    private int boundGpus;
    private double largestBound;
    private int bySearch;
    private int searchGpus;
    private double largestFound;

    Discarded(double target, Roofline roofline) {
        this.target = target;
        this.roofline = roofline;
    }

    /** Notes a size that the roofline forbids. */
    void roofline() {
        byRoofline++;
    }

    /** Whether every size noted is proven to miss the target. */
    boolean proven() {
        return unproven.isEmpty();
    }

    /** Notes a size whose degrees are all bounded below the target. */
    void bound(int gpus, double bound) {
        byBound++;
        if (bound >= largestBound) {
            largestBound = bound;
            boundGpus = gpus;
        }
    }

    /** Notes a size whose degrees that might reach the target were all placed. */
    void search(Size size) {
        bySearch++;
        if (size.tokensPerSecond() >= largestFound) {
            largestFound = size.tokensPerSecond();
            searchGpus = size.gpus();
        }
        boolean cutOff = size.result().map(result -> !result.complete()).orElse(false);
        if (cutOff || size.reachableTokensPerSecond() >= target) {
            unproven.add(size.gpus());
        }
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (byRoofline > 0) {
            parts.add(byRoofline + " by the roofline of " + Figures.tokensPerSecond(roofline.tokensPerSecond())
                    + " per GPU");
        }
        if (byBound > 0) {
            parts.add(byBound + " by the optimistic bounds of their degrees (at most "
                    + beside(largestBound) + " before any layout is placed, on "
                    + Figures.number(boundGpus, "GPU") + ")");
        }
        if (bySearch > 0) {
            parts.add(bySearch + " by placing all degrees whose bounds reach it ("
                    + (largestFound == 0
                            ? "none of them is feasible and in time once it is placed"
                            : "the best makes " + beside(largestFound) + ", on " + Figures.number(searchGpus, "GPU"))
                    + ")");
        }
        String all = parts.isEmpty() ? "No smaller size exists." : "Discarded: " + String.join(", ", parts) + ".";
        if (!unproven.isEmpty()) {
            all += " Not proven for " + sizes(unproven) + ": a better placement than found might reach it.";
        }
        return all;
    }

    /** A throughput with the digits that show on which side of the target it is. */
    private String beside(double tokensPerSecond) {
        return Comparison.of(tokensPerSecond, target, Figures::tokensPerSecond).value();
    }

    private static String sizes(List<Integer> gpus) {
        return gpus.size() <= 3
                ? gpus.stream().map(size -> Figures.number(size, "GPU")).collect(Collectors.joining(", "))
                : gpus.size() + " sizes from " + Figures.number(gpus.getFirst(), "GPU") + " to "
                        + Figures.number(gpus.getLast(), "GPU");
    }
}
