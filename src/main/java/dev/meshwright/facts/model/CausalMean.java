package dev.meshwright.facts.model;

/** Means over the positions of a causal sequence. */
public final class CausalMean {

    private CausalMean() {}

    /**
     * Mean of {@code min(position, limit)} over positions 0 to {@code sequence}: {@code S/2} below the limit, else
     * {@code W - W^2/(2*S)}: the first W tokens see W/2 on average, the others W.
     */
    public static double ofMinimum(double sequence, double limit) {
        return sequence <= limit ? sequence / 2 : limit - limit * limit / (2 * sequence);
    }
}
