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

    private Sentences() {}

    static List<String> of(String passage) {
        List<String> sentences = new ArrayList<>();
        Matcher end = END.matcher(passage);
        int start = 0;
        while (end.find()) {
            sentences.add(passage.substring(start, end.end()).strip());
            start = end.end();
        }
        sentences.add(passage.substring(start).strip());
        return sentences.stream().filter(sentence -> !sentence.isEmpty()).toList();
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
