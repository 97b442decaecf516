package dev.meshwright.question.audit.fact;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Quantity;
import java.util.Locale;

/**
 * Something that a claim can be about.
 *
 * @param id its name in plan files
 * @param dimension what it measures
 * @param truth whether it is a statement, claimed as {@code true} or {@code false}
 * @param description in words
 */
public record AuditQuantity(String id, Dimension dimension, boolean truth, String description) {

    /**
     * Reads a claimed value, which may be a range, a bound or an approximation; a number without the unit that it needs is
     * rejected, never guessed.
     */
    public Quantity.Reading read(String text) {
        if (!truth) {
            return Quantity.readStatement(text, dimension);
        }
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> understood(1, text);
            case "false", "no" -> understood(0, text);
            default -> new Quantity.Reading.Rejected("must be true or false", "");
        };
    }

    private Quantity.Reading understood(double value, String text) {
        return new Quantity.Reading.Understood(new Quantity(value, dimension, Quantity.Per.UNSTATED, text.strip()));
    }
}
