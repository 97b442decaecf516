package dev.meshwright.question.audit;

/** What became of a claim. */
public enum Verdict {
    /** Within the precision it was written with. */
    CONFIRMED("confirmed"),
    /** Another number follows. */
    REFUTED("refuted"),
    /** Nothing follows: an input is missing. */
    NOT_DERIVABLE("not-derivable");

    private final String label;

    Verdict(String label) {
        this.label = label;
    }

    /** The name in JSON. */
    public String label() {
        return label;
    }
}
