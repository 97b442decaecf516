package dev.meshwright.question.audit.drafting;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far apart places of a sentence are: counted once for the sentence, and asked for each number with each name. */
final class Distances {

    private static final Pattern CLAUSE_END = Pattern.compile("[;|]|\\. |\\bbut\\b|\u2192|->");

    /** Words that begin before each place. */
    private final int[] begun;

    /** Where the first end of a clause that begins at a place or behind it is over. */
    private final int[] over;

    private final String sentence;

    Distances(String sentence) {
        this.sentence = sentence;
        int length = sentence.length();
        begun = new int[length + 1];
        over = new int[length + 1];
        for (int at = 0; at < length; at++) {
            boolean begins = !space(sentence, at) && (at == 0 || space(sentence, at - 1));
            begun[at + 1] = begun[at] + (begins ? 1 : 0);
        }
        Matcher end = CLAUSE_END.matcher(sentence);
        int from = 0;
        while (end.find()) {
            for (; from <= end.start(); from++) {
                over[from] = end.end();
            }
        }
        for (; from <= length; from++) {
            over[from] = Integer.MAX_VALUE;
        }
    }

    private static boolean space(String sentence, int at) {
        return Character.isWhitespace(sentence.charAt(at));
    }

    /** Words, and parts of them, between two places. */
    int words(int from, int until) {
        if (from >= until) {
            return 0;
        }
        // The rest of a word counts as one.
        boolean rest = begun[from + 1] == begun[from] && !space(sentence, from);
        return begun[until] - begun[from] + (rest ? 1 : 0);
    }

    /** Whether a clause ends between two places. */
    boolean clauseEnds(int from, int until) {
        return over[from] <= until;
    }

    /** The text up to the first end of a clause. */
    static String clause(String text) {
        return CLAUSE_END.split(text, 2)[0];
    }
}
