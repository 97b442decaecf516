package dev.meshwright.placement.experts;

import java.util.Arrays;

/** One workload that a placement must serve: prefill of long documents, decode at night, ... */
public final class LoadProfile {

    private final String name;
    private final double weight;
    private final double[][] shares;
    private final SlotCost cost;

    /**
     * A profile; the shares are copied.
     *
     * @param name shown in tables
     * @param weight its part of the mean over profiles, relative to the others; positive
     * @param shares [layer][expert] share of the layer's routed assignments; each row sums to 1
     * @param cost what a slot costs at a given share under this workload
     */
    public LoadProfile(String name, double weight, double[][] shares, SlotCost cost) {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight (%s) of profile %s must be positive.".formatted(weight, name));
        }
        this.name = name;
        this.weight = weight;
        this.shares = copy(shares);
        this.cost = cost;
    }

    /** A profile from raw token counts, [layer][expert]; a layer without any token counts as evenly loaded. */
    public static LoadProfile fromLoads(String name, double weight, double[][] loads, SlotCost cost) {
        return new LoadProfile(name, weight, PlainProblem.sharesOf(loads), cost);
    }

    public String name() {
        return name;
    }

    public double weight() {
        return weight;
    }

    public SlotCost cost() {
        return cost;
    }

    public int layers() {
        return shares.length;
    }

    public int experts() {
        return shares[0].length;
    }

    public double share(int layer, int expert) {
        return shares[layer][expert];
    }

    /** A copy: [layer][expert]. */
    public double[][] shares() {
        return copy(shares);
    }

    /** A copy of one layer: [expert]. */
    public double[] shares(int layer) {
        return shares[layer].clone();
    }

    private static double[][] copy(double[][] matrix) {
        return Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    }
}
