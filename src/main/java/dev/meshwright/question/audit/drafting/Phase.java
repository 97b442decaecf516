package dev.meshwright.question.audit.drafting;

import dev.meshwright.base.quantity.Mention;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reading or writing: where words near a number name one of them, quantities of that phase are meant. */
enum Phase {
    PREFILL,
    DECODE;

    /** Chunked prefill and prefill/decode disaggregation are ways to serve both. */
    private static final Pattern WORD = Pattern.compile(
            "(?<!chunked[ -])\\b(?:(prefill(?:ing)?|prompt processing)|(decod(?:e|ing)))\\b(?!\\s*[-/\u2013]\\s*(?:prefill|decode))",
            Pattern.CASE_INSENSITIVE);

    /** "35 % in prefill": right behind a number. */
    private static final Pattern BEHIND = Pattern.compile(
            "[ (]*(?:(?:in|during|for|at|of|while|when|on)\\s+)?(?:the\\s+)?" + WORD.pattern(),
            Pattern.CASE_INSENSITIVE);

    /** What one quantity of both phases is called in one of them. */
    Optional<String> of(String quantity) {
        if (quantity.startsWith("throughput.") && quantity.indexOf('.') == quantity.lastIndexOf('.')) {
            return Optional.of("throughput." + id() + quantity.substring("throughput".length()));
        }
        return quantity.equals("compute.modelFlopsUtilisation") ? Optional.of(quantity + "." + id()) : Optional.empty();
    }

    /** Whether the quantity is mostly meant of the other phase. */
    boolean unlikely(String quantity) {
        return switch (this) {
            case PREFILL -> quantity.equals("interactivity") || quantity.equals("timePerOutputToken");
            case DECODE -> quantity.equals("timeToFirstToken");
        };
    }

    /** Whether the quantity is one of the other phase alone. */
    boolean contradicts(String quantity) {
        String other = this == PREFILL ? DECODE.id() : PREFILL.id();
        return ("." + quantity + ".").contains("." + other + ".");
    }

    private String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The phase that is said right behind a number, else before it, else in its row or column, else in all of its sentence.
     *
     * @param all the only phase of the sentence
     */
    static Optional<Phase> of(
            Mention mention, String sentence, List<Mention> mentions, List<String> labels, Optional<Phase> all) {
        Matcher behind = BEHIND.matcher(sentence).region(mention.end(), sentence.length());
        if (behind.useTransparentBounds(true).lookingAt()) {
            return Optional.of(named(behind));
        }
        int from = mentions.stream()
                .mapToInt(Mention::end)
                .filter(end -> end <= mention.start())
                .max()
                .orElse(0);
        Optional<Phase> before = last(sentence.substring(from, mention.start()));
        return before.or(() -> only(String.join(", ", labels))).or(() -> all);
    }

    private static Phase named(Matcher matcher) {
        return matcher.group(1) != null ? PREFILL : DECODE;
    }

    private static Optional<Phase> last(String text) {
        Matcher matcher = WORD.matcher(text);
        Optional<Phase> last = Optional.empty();
        while (matcher.find()) {
            last = Optional.of(named(matcher));
        }
        return last;
    }

    /** The phase that a text names; empty for none and for both. */
    static Optional<Phase> only(String text) {
        Set<Phase> phases = EnumSet.noneOf(Phase.class);
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            phases.add(named(matcher));
        }
        return phases.size() == 1 ? phases.stream().findFirst() : Optional.empty();
    }
}
