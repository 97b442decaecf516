package dev.meshwright.base.quantity;

import java.util.Locale;

/**
 * A unit as it is written.
 *
 * @param anyCase where it is a word of small letters, which may begin a sentence
 */
record WrittenUnit(String unit, boolean anyCase) {

    static WrittenUnit of(String unit) {
        boolean letters =
                unit.length() > 2 && unit.chars().allMatch(c -> Character.isLetter(c) || c == '/' || c == ' ');
        return new WrittenUnit(unit, letters && unit.equals(unit.toLowerCase(Locale.ROOT)));
    }

    /** Whether it stands in {@code text} at {@code from}, and no longer word does. */
    boolean at(String text, int from) {
        int last = from + unit.length();
        return last <= text.length()
                && text.regionMatches(anyCase, from, unit, 0, unit.length())
                && (last == text.length() || !Character.isLetterOrDigit(text.charAt(last)));
    }
}
