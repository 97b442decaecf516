package dev.meshwright.cost.uncertainty;

/** Requests in flight, in the bands in which predictions of serving are off alike. */
public enum LoadBand {
    TO_8(8),
    TO_32(32),
    TO_128(128),
    MORE(Integer.MAX_VALUE);

    private final int most;

    LoadBand(int most) {
        this.most = most;
    }

    /** The band of {@code inFlight} requests. */
    public static LoadBand of(double inFlight) {
        for (LoadBand band : values()) {
            if (inFlight <= band.most) {
                return band;
            }
        }
        return MORE;
    }

    /** Name in the file of residuals. */
    public String key() {
        return this == MORE ? "more" : "to" + most;
    }
}
