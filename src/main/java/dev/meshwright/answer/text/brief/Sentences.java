package dev.meshwright.answer.text.brief;

/** Sentences of an answer, in part. */
public final class Sentences {

    private Sentences() {}

    /** The first sentence; points of numbers and names end none. */
    public static String first(String sentences) {
        int end = sentences.indexOf(". ");
        return end < 0 ? sentences : sentences.substring(0, end + 1);
    }

    /** The same with a capital at its beginning. */
    public static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
