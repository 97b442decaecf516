package dev.meshwright.question.audit.drafting;

import java.util.Locale;

/** How sure it is what a number is about. */
public enum Certainty {
    /** Words right at the number name one quantity, and no other is near. */
    SURE,
    /** One quantity is ahead of the others, from words further off or shared with others. */
    LIKELY,
    /** Several quantities are about as likely, or none is: a person must say. */
    OPEN;

    /** Name in answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
