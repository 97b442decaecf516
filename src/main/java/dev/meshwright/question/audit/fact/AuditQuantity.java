package dev.meshwright.question.audit.fact;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Quantity;
import java.util.Locale;
import java.util.Set;

/**
 * Something that a claim can be about.
 *
 * @param id its name in plan files
 * @param dimension what it measures
 * @param truth whether it is a statement, claimed as {@code true} or {@code false}
 * @param description in words
 */
public record AuditQuantity(String id, Dimension dimension, boolean truth, String description) {

    /** What is left of something, or lacks, which is negative where there is too much or too little of it. */
    private static final Set<String> SIGNED = Set.of(
            "parameters.missing",
            "memory.headroom",
            "memory.experts.saving",
            "cache.room.perGpu",
            "target.shortfall.perGpu");

    /**
     * Reads a claimed value, which may be a range, a bound or an approximation; a number without the unit that it needs is
     * rejected, never guessed. So is a
     * negative number of what is never negative.
     */
    public Quantity.Reading read(String text) {
        if (!truth) {
            Quantity.Reading reading = Quantity.readStatement(text, dimension);
            boolean below = reading instanceof Quantity.Reading.Understood understood
                    && !SIGNED.contains(id)
                    && (understood.quantity().extent().high() < 0
                            || (understood.quantity().extent().low() < 0
                                    && Double.isFinite(
                                            understood.quantity().extent().low())));
            return below
                    ? new Quantity.Reading.Rejected("must not be negative", "Maybe " + positive(text) + ".")
                    : reading;
        }
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> understood(1, text);
            case "false", "no" -> understood(0, text);
            default -> new Quantity.Reading.Rejected("must be true or false", "");
        };
    }

    private static String positive(String text) {
        return text.strip().replaceFirst("[-\u2010-\u2015\u2212](?=[\\d.])", "");
    }

    private Quantity.Reading understood(double value, String text) {
        return new Quantity.Reading.Understood(new Quantity(value, dimension, Quantity.Per.UNSTATED, text.strip()));
    }
}
