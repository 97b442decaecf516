package dev.meshwright.question.audit.drafting;

import dev.meshwright.layout.draft.Claim;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who states a number: the plan, or a review of it. A document that never speaks of somebody else's claims is a plan; in a
 * review the words before a number decide, then what leads to its passage, then the heading.
 */
final class Attribution {

    /** Author of corrections. */
    static final String REVIEW = "review";

    private static final Pattern WORDS = Pattern.compile(
            "\\b(?:(?<plan>(?:document|plan|deployment|author)s? (?:claims?|states?|says)|claim(?:s|ed)?|current(?:ly)?|current state"
                    + "|original(?:ly)?|as documented|line|changed? from|updated? from|corrected from|replaced?|false)"
                    + "|(?<review>actual(?:ly)?|calculated|calculations? shows?|calculation|should be|correct|corrected|reality"
                    + "|realistic(?:ally)?|requires|required|recalculated|verified|verification|changed? to|updated? to|shows?"
                    + "|in fact|really|proof|target to|replaced? with|with actual))\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern OTHERS_CLAIMS = Pattern.compile(
            "\\b(?:document|plan|summary|original|deployment)s?\\b[^.\\n]{0,30}\\b(?:claims?|claimed|states?|says)\\b|\\bclaims?\\b|should be\\b|change to\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern HEADED = Pattern.compile(
            "(?:(?<plan>current|original|claimed|as (?:documented|stated|planned))|correct|actual|required|recommended|should)\\b?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CHANGE =
            Pattern.compile("\\b(?:change|update|correct|replace|revise|reduce|increase)", Pattern.CASE_INSENSITIVE);

    private final boolean review;

    Attribution(Document document) {
        long found = document.passages().stream()
                .filter(passage -> OTHERS_CLAIMS.matcher(passage.text()).find())
                .count();
        this.review = found >= 2;
    }

    /** The author of the number at {@code start} of a sentence. */
    String of(Passage passage, String sentence, int start) {
        if (!review) {
            return Claim.PLAN;
        }
        String before = sentence.substring(0, start);
        return changed(sentence, before)
                .or(() -> last(before))
                .or(() -> nearest(passage.labels()))
                .or(() -> headed(passage.headings()))
                .orElse(REVIEW);
    }

    /** "Change X from 4 GB to 0.6 GB": the first number is the plan's. */
    private static Optional<String> changed(String sentence, String before) {
        if (!CHANGE.matcher(sentence).find()) {
            return Optional.empty();
        }
        String near = before.stripTrailing().toLowerCase(Locale.ROOT);
        if (near.matches("(?s).*\\b(?:from|replace)(?: realistic)?[\"'\u201c]?$")) {
            return Optional.of(Claim.PLAN);
        }
        return near.matches("(?s).*\\b(?:to|with)(?: realistic| actual)?[\"'\u201c]?$")
                ? Optional.of(REVIEW)
                : Optional.empty();
    }

    /** Headings such as "Performance claims" name a subject; "Current configuration" names an author. */
    private static Optional<String> headed(List<String> headings) {
        for (int index = headings.size() - 1; index >= 0; index--) {
            Matcher heading = HEADED.matcher(headings.get(index));
            if (heading.lookingAt()) {
                return Optional.of(heading.group("plan") != null ? Claim.PLAN : REVIEW);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> nearest(List<String> texts) {
        for (int index = texts.size() - 1; index >= 0; index--) {
            Optional<String> author = last(texts.get(index));
            if (author.isPresent()) {
                return author;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> last(String text) {
        Matcher matcher = WORDS.matcher(text);
        Optional<String> author = Optional.empty();
        while (matcher.find()) {
            author = Optional.of(matcher.group("plan") != null ? Claim.PLAN : REVIEW);
        }
        return author;
    }
}
