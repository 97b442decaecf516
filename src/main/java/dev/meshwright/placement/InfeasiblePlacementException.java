package dev.meshwright.placement;

/** No placement can exist: found by arithmetic before anything is placed, with the rule, the value and its limit. */
public final class InfeasiblePlacementException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String constraint;
    private final long actual;
    private final long limit;

    public InfeasiblePlacementException(String constraint, long actual, long limit, String message) {
        super(message);
        this.constraint = constraint;
        this.actual = actual;
        this.limit = limit;
    }

    /** The identifier of the rule that cannot be kept, as in the constraint lists of the two problems. */
    public String constraint() {
        return constraint;
    }

    public long actual() {
        return actual;
    }

    public long limit() {
        return limit;
    }
}
