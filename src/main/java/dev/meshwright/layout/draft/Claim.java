package dev.meshwright.layout.draft;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A number that the author of a plan, or of a review of it, states.
 *
 * @param quantity what it is about, such as {@code memory.experts.perGpu}
 * @param value as written, with its unit; {@link dev.meshwright.base.quantity.Quantity#read} gives the number
 * @param quote the words of the document that the claim was taken from; empty without
 * @param by who states it, such as {@code plan} or {@code review}
 * @param given premises that the document argues from, by quantity, values as written; empty for a claim about the
 *     problem itself
 */
public record Claim(String quantity, String value, String quote, String by, Map<String, String> given) {

    /** Who states a claim where nothing is said. */
    public static final String PLAN = "plan";

    /** Author of claims that read a document's words in another way; nobody made them. */
    public static final String READING = "reading";

    public Claim {
        given = Collections.unmodifiableMap(new TreeMap<>(given));
    }

    /** A claim of the plan about the problem itself. */
    public Claim(String quantity, String value, String quote) {
        this(quantity, value, quote, PLAN, Map.of());
    }
}
