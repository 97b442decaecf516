package dev.meshwright.base.quantity;

/** What a number measures, and the base unit that its value is kept in. */
public enum Dimension {
    BYTES("bytes", "B", 1e21, "%s GB or %s GiB", "%s B"),
    BYTES_PER_SECOND("bytes per second", "B/s", 1e21, "%s GB/s, or %s Gbit/s if bits are meant", "%s B/s"),
    FLOP("floating-point operations", "FLOP", 1e33, "%s GFLOP or %s TFLOP", "%s FLOP"),
    FLOP_PER_SECOND("floating-point operations per second", "FLOP/s", 1e24, "%s TFLOP/s or %s PFLOP/s", "%s FLOP/s"),
    SECONDS("time", "s", 1e12, "%s s or %s ms", "%s ns"),
    TOKENS_PER_SECOND("tokens per second", "tokens/s", 1e18, "%s tokens/s or %s tokens/ms", "%s tokens/s"),
    SEQUENCES_PER_SECOND(
            "sequences per second", "sequences/s", 1e18, "%s sequences/s or %s samples/s", "%s sequences/s"),
    WATTS("power", "W", 1e12, "%s W or %s kW", "%s W"),
    /** A plain number: parameters, GPUs, tokens. */
    COUNT("a count", "", 1e24, "%s", "%s"),
    /** A ratio; {@code 42 %} and {@code 0.42} are the same. */
    FRACTION("a fraction", "", 1e12, "%s", "%s");

    /** Above this a bare number is hardly meant in a prefixed unit: nobody writes 80000000000 for 80 GB times 10^9. */
    private static final double BARE_BASE_UNIT = 1e6;

    private final String label;
    private final String baseUnit;
    private final double largest;
    private final String smallReadings;
    private final String largeReading;

    Dimension(String label, String baseUnit, double largest, String smallReadings, String largeReading) {
        this.label = label;
        this.baseUnit = baseUnit;
        this.largest = largest;
        this.smallReadings = smallReadings;
        this.largeReading = largeReading;
    }

    /** What it measures, for messages. */
    public String label() {
        return label;
    }

    /** Unit of {@link Quantity#value()}; empty for plain numbers. */
    public String baseUnit() {
        return baseUnit;
    }

    /** Whether a number without a unit can be understood. */
    public boolean plain() {
        return this == COUNT || this == FRACTION;
    }

    /** Magnitude, in base units, beyond which a value is taken for a slip of the pen (far above any machine on Earth). */
    double largest() {
        return largest;
    }

    /** The likely readings of a number that was written without its unit. */
    String likelyReadings(String number, double value) {
        return (Math.abs(value) >= BARE_BASE_UNIT ? largeReading : smallReadings).replace("%s", number);
    }
}
