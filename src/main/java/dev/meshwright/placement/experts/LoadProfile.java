package dev.meshwright.placement.experts;

/**
 * One workload that a placement must serve: prefill of long documents, decode at night, ...
 *
 * @param name shown in tables
 * @param weight its part of the mean over profiles, relative to the others; positive
 * @param shares [layer][expert] share of the layer's routed assignments; each row sums to 1
 * @param cost what a slot costs at a given share under this workload
 */
public record LoadProfile(String name, double weight, double[][] shares, SlotCost cost) {

    public LoadProfile {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight (%s) of profile %s must be positive.".formatted(weight, name));
        }
    }

    /** A profile from raw token counts, [layer][expert]; a layer without any token counts as evenly loaded. */
    public static LoadProfile fromLoads(String name, double weight, double[][] loads, SlotCost cost) {
        return new LoadProfile(name, weight, PlainProblem.sharesOf(loads), cost);
    }
}
