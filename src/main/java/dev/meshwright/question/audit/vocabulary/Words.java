package dev.meshwright.question.audit.vocabulary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as words that compare alike however people write them: small letters, no plural, {@code camelCase},
 * {@code snake_case} and hyphens taken apart, British spelling as American.
 */
public final class Words {

    private static final Pattern WORD =
            Pattern.compile("\\p{Lu}{2,}s?(?![\\p{Ll}])|\\p{Lu}?\\p{Ll}+|\\p{Lu}|\\d+|\\p{L}+");
    private static final Pattern PLURAL = Pattern.compile("(?<=..[^sui])s$|(?<=[^aeious][ui])s$");

    /** A word and where it stands. */
    public record Word(String letters, int start, int end) {}

    private Words() {}

    /** The words of a text with their places. */
    public static List<Word> placed(String text) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(new Word(plain(matcher.group()), matcher.start(), matcher.end()));
        }
        return words;
    }

    /** The words of a text. */
    public static List<String> of(String text) {
        return placed(text).stream().map(Word::letters).toList();
    }

    private static String plain(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        String american = lower.replace("isation", "ization").replace("parallelised", "parallelized");
        if (american.matches("[cg]pus")) {
            return american.substring(0, 3);
        }
        return american.length() > 3 && !american.endsWith("ss") && !american.endsWith("us") && !american.endsWith("is")
                ? PLURAL.matcher(american).replaceFirst("")
                : american;
    }
}
