package dev.meshwright.question.audit.drafting;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sentences of a passage. */
final class Sentences {

    /** A full stop behind a digit or an abbreviation ends nothing unless a capital follows a space. */
    private static final Pattern END = Pattern.compile(
            "(?<!\\b(?:e\\.g|i\\.e|approx|ca|vs|cf|etc|Fig|No|resp|max|min))[.!?][)\"\u201d\u2019]*\\s+(?=[\\p{Lu}\"\u201c(\\d])|\\n");

    /** A quote longer than this is cut around its number. */
    private static final int LONGEST_QUOTE = 200;

    /** No sentence is longer; what is longer is a list, whose far ends say nothing of each other. */
    private static final int LONGEST = 1_000;

    private Sentences() {}

    static List<String> of(String passage) {
        List<String> sentences = new ArrayList<>();
        Matcher end = END.matcher(passage);
        int start = 0;
        while (end.find()) {
            add(sentences, passage, start, end.end());
            start = end.end();
        }
        add(sentences, passage, start, passage.length());
        return sentences;
    }

    private static void add(List<String> sentences, String passage, int start, int end) {
        int from = start;
        while (end - from > LONGEST) {
            int cut = cut(passage, from, from + LONGEST);
            add(sentences, passage.substring(from, cut));
            from = cut;
        }
        add(sentences, passage.substring(from, end));
    }

    private static void add(List<String> sentences, String sentence) {
        if (!sentence.isBlank()) {
            sentences.add(sentence.strip());
        }
    }

    /** Behind the last comma or semicolon, else behind the last space, else anywhere. */
    private static int cut(String passage, int from, int until) {
        int space = until;
        for (int at = until - 1; at > from; at--) {
            if (Character.isWhitespace(passage.charAt(at))) {
                if (",;".indexOf(passage.charAt(at - 1)) >= 0) {
                    return at + 1;
                }
                space = space == until ? at + 1 : space;
            }
        }
        return Character.isHighSurrogate(passage.charAt(space - 1)) ? space - 1 : space;
    }

    /** The sentence, or its part around the number where it is too long. */
    static String quote(String sentence, int start, int end) {
        if (sentence.length() <= LONGEST_QUOTE) {
            return plain(sentence);
        }
        int room = Math.max(0, LONGEST_QUOTE - (end - start)) / 2;
        int from = boundary(sentence, Math.max(0, start - room));
        int to = Math.min(sentence.length(), end + room);
        int space = sentence.indexOf(' ', to);
        to = space < 0 || space - to > 20 ? to : space;
        return (from > 0 ? "... " : "") + plain(sentence.substring(from, to)) + (to < sentence.length() ? " ..." : "");
    }

    private static int boundary(String sentence, int from) {
        int space = sentence.indexOf(' ', from);
        return from == 0 || space < 0 || space - from > 20 ? from : space + 1;
    }

    private static String plain(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }
}
