package dev.meshwright.cost.efficiency.surface;

/** Checks of the constants of a surface; a wrong constant is a fault of a file, found once, when it is read. */
final class Constants {

    private Constants() {}

    static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be positive and finite, but is " + value);
        }
    }

    /** A share of a data-sheet peak: above one it would describe a different machine. */
    static void requireShare(String name, double value) {
        if (!(value > 0) || value > 1) {
            throw new IllegalArgumentException(name + " must be above 0 and at most 1, but is " + value);
        }
    }

    static void requireNotNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be zero or more and finite, but is " + value);
        }
    }

    static void requireFraction(String name, double value) {
        if (!(value >= 0) || value > 1) {
            throw new IllegalArgumentException(name + " must be between 0 and 1, but is " + value);
        }
    }

    /**
     * The share of a peak that is reached on a board of limited power.
     *
     * @param fraction share of the peak that the kernel reaches where power does not cap it
     * @param flopsPerJoule FLOP per joule of the board's power; 0 where power was not seen to cap the kernel
     * @param watts the board's power; 0 where unknown
     * @param peakFlops the peak, FLOP/s
     */
    static double powered(double fraction, double flopsPerJoule, double watts, double peakFlops) {
        double allowed = watts * flopsPerJoule / peakFlops;
        return allowed > 0 ? Math.min(fraction, allowed) : fraction;
    }
}
