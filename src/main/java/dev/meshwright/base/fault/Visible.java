package dev.meshwright.base.fault;

import java.util.regex.Pattern;

/**
 * Texts of others, as they are shown: characters that move the cursor, change the direction of writing or are not seen at all are
 * written as escapes, so that nobody reads another text than the one that is there.
 */
public final class Visible {

    /** Controls but line breaks and tabs, invisible formats (directions among them), and separators of lines. */
    private static final Pattern HIDDEN =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029\\x{E0000}-\\x{E007F}&&[^\\n\\t]]");

    private Visible() {}

    /** {@code text} with what is not seen as escapes; line breaks and tabs stay. */
    public static String text(String text) {
        return HIDDEN.matcher(text)
                .replaceAll(
                        found -> "\\\\u{" + Integer.toHexString(found.group().codePointAt(0)) + "}");
    }

    /** Whether {@code text} shows all that it says, line breaks and tabs not counted. */
    public static boolean is(String text) {
        return !HIDDEN.matcher(text).find();
    }
}
