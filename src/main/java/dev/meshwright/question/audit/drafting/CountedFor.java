package dev.meshwright.question.audit.drafting;

import dev.meshwright.base.quantity.Mention;
import dev.meshwright.base.quantity.Quantity.Per;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whom a sentence counts for: a GPU, the system, a layer, a user. */
final class CountedFor {

    private static final Pattern PER_GPU =
            Pattern.compile("\\b(?:per|each|one|single|every)[ -](?:GPU|device|card)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SYSTEM = Pattern.compile(
            "\\b(?:system|cluster|aggregate|overall|total|all (?:\\d+ )?GPUs|across)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern PER_LAYER = Pattern.compile("\\b(?:per|each)[ -]layer", Pattern.CASE_INSENSITIVE);
    private static final Pattern PER_USER =
            Pattern.compile("\\b(?:per|each)[ -](?:user|request|sequence|stream)", Pattern.CASE_INSENSITIVE);

    /** Words without which none of these is said. */
    private static final Pattern SOMEBODY = Pattern.compile(
            "GPU|device|card|system|cluster|aggregate|overall|total|across|layer|user|request|sequence|stream",
            Pattern.CASE_INSENSITIVE);

    private final String sentence;
    private final List<Mention> mentions;
    private final List<String> labels;
    private final String heading;
    private final boolean saysSo;

    /**
     * For the numbers of a sentence.
     *
     * @param labels what names its passage
     * @param heading what it stands under; empty for none
     */
    CountedFor(String sentence, List<Mention> mentions, List<String> labels, String heading) {
        this.sentence = sentence;
        this.mentions = mentions;
        this.labels = labels;
        this.heading = heading;
        this.saysSo = SOMEBODY.matcher(sentence).find();
    }

    /** For whom a number of the sentence is counted, beside what stands right behind it; what belongs to other numbers apart. */
    Set<Per> of(Mention mention) {
        Set<Per> per = saysSo ? in(own(mention)) : EnumSet.noneOf(Per.class);
        labels.forEach(label -> per.addAll(in(label)));
        if (per.isEmpty()) {
            per.addAll(in(heading));
        }
        return per;
    }

    /** The sentence without its other numbers and what belongs to them. */
    private String own(Mention mention) {
        StringBuilder own = new StringBuilder(sentence);
        mentions.stream().filter(other -> other.start() != mention.start()).forEach(other -> {
            for (int at = other.start(); at < other.end(); at++) {
                own.setCharAt(at, ' ');
            }
        });
        return own.toString();
    }

    private static Set<Per> in(String text) {
        Set<Per> per = EnumSet.noneOf(Per.class);
        add(per, Per.GPU, PER_GPU, text);
        add(per, Per.SYSTEM, SYSTEM, text);
        add(per, Per.LAYER, PER_LAYER, text);
        add(per, Per.USER, PER_USER, text);
        return per;
    }

    private static void add(Set<Per> per, Per which, Pattern pattern, String text) {
        if (pattern.matcher(text).find()) {
            per.add(which);
        }
    }
}
