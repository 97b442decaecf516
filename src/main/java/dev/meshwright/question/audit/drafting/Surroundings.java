package dev.meshwright.question.audit.drafting;

import dev.meshwright.base.quantity.Mention;
import dev.meshwright.base.quantity.Quantity.Per;
import dev.meshwright.question.audit.drafting.NameIndex.Hit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What stands around the numbers of a sentence: names of quantities, and words that say what is counted for whom.
 *
 * <p>The nearer a name, the more it says: right at the number, in the same clause, elsewhere in the sentence, in what names
 * the passage, in its headings, in its other sentences. The weights order these places and mean nothing else.
 */
final class Surroundings {

    private static final double LABEL = 0.9;
    private static final double NEAREST_HEADING = 0.3;
    private static final double UPPER_HEADING = 0.15;
    private static final double OTHER_SENTENCE = 0.2;

    private static final double BESIDE = 1.1;

    /** Part of a name's weight that is left where another number stands between, or the name belongs to one. */
    private static final double BEHIND_ANOTHER = 0.4;

    private static final double CLAUSE = 0.65;

    private static final Pattern CLAUSE_END = Pattern.compile("[;|]|\\. |\\bbut\\b|\u2192|->");
    private static final Pattern PER_GPU =
            Pattern.compile("\\b(?:per|each|one|single|every)[ -](?:GPU|device|card)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SYSTEM = Pattern.compile(
            "\\b(?:system|cluster|aggregate|overall|total|all (?:\\d+ )?GPUs|across)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern PER_LAYER = Pattern.compile("\\b(?:per|each)[ -]layer", Pattern.CASE_INSENSITIVE);
    private static final Pattern PER_USER =
            Pattern.compile("\\b(?:per|each)[ -](?:user|request|sequence|stream)", Pattern.CASE_INSENSITIVE);

    private static final Pattern COMPARED = Pattern.compile(
            "\\s*(?:meets|exceeds|satisf(?:ies|y)|surpasses|beats|misses|falls|is (?:above|below|within|over|under))\\b");
    private static final Pattern OF = Pattern.compile("\\s+(?:used\\s+)?(?:out\\s+)?of\\s+(?:(?:the|its|each)\\s+)?");
    private static final Pattern DENIED = Pattern.compile(
            "\\b(?:not|cannot|can't|never|instead of|rather than)\\b[^,;.()]{0,20}$", Pattern.CASE_INSENSITIVE);

    private static final Pattern PERCENTILE = Pattern.compile(
            "\\bP(?:50|75|9\\d(?:\\.\\d+)?)\\b|\\b\\d{2}(?:\\.\\d+)?(?:th|st|nd|rd)[ -]percentile\\b|\\bmedian\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PERCENTILE_BEHIND = Pattern.compile(
            "[\\s(,]*(?:at\\s+)?(?:the\\s+)?(?:" + PERCENTILE.pattern() + ")", Pattern.CASE_INSENSITIVE);

    /** A name with the weight of its place. */
    record Weighed(Hit hit, double weight, boolean near) {}

    private final String sentence;
    private final List<Mention> mentions;
    private final List<Hit> inside;
    private final List<Weighed> around;
    private final List<String> labels;
    private final String heading;

    /** Names that are all of a row's or column's label: what stands alone in its cell is that. */
    private final List<Hit> naming;

    /**
     * The surroundings in a sentence.
     *
     * @param around names outside the sentence, as {@link #outside} finds them
     */
    Surroundings(NameIndex index, Passage passage, List<Weighed> around, String sentence, List<Mention> mentions) {
        this.sentence = sentence;
        this.mentions = mentions;
        this.inside = index.in(sentence);
        this.around = around;
        this.labels = passage.labels();
        this.naming = labels.stream()
                .flatMap(label -> index.in(label.strip()).stream()
                        .filter(hit ->
                                hit.start() == 0 && hit.end() == label.strip().length()))
                .filter(hit -> !hit.noun())
                .toList();
        this.heading = passage.headings().isEmpty() ? "" : passage.headings().getLast();
    }

    /**
     * Names that hold for every sentence of a passage.
     *
     * @param opening what its section begins with
     */
    static List<Weighed> outside(NameIndex index, Passage passage, String opening) {
        List<Weighed> around = new ArrayList<>();
        passage.labels().forEach(label -> index.in(label).forEach(hit -> around.add(new Weighed(hit, LABEL, true))));
        for (int level = 0; level < passage.headings().size(); level++) {
            double weight = level == passage.headings().size() - 1 ? NEAREST_HEADING : UPPER_HEADING;
            index.in(passage.headings().get(level)).forEach(hit -> around.add(new Weighed(hit, weight, false)));
        }
        if (!opening.equals(passage.text())) {
            index.in(opening).forEach(hit -> around.add(new Weighed(hit, OTHER_SENTENCE, false)));
        }
        index.in(passage.text()).forEach(hit -> around.add(new Weighed(hit, OTHER_SENTENCE, false)));
        return around;
    }

    /** Names with the weight that their places have for a number. */
    List<Weighed> of(Mention mention) {
        List<Weighed> weighed = new ArrayList<>(around);
        for (Hit hit : inside) {
            int distance = words(mention, hit);
            boolean crossed = crossed(mention, hit);
            boolean clause = !CLAUSE_END.matcher(between(mention, hit)).find();
            double near = beside(mention, hit)
                    ? BESIDE
                    : distance <= 1 ? 1 : distance <= 4 ? 0.9 : distance <= 9 ? 0.7 : 0.55;
            double weight = near * (crossed ? BEHIND_ANOTHER : 1) * (clause ? 1 : CLAUSE);
            weighed.add(new Weighed(hit, weight, clause && !crossed && distance <= 9));
        }
        return weighed;
    }

    /** Names that stand right before the number, or right behind it; for numbers without a unit. */
    List<Hit> naming(Mention mention) {
        if (sentence.strip().length() == mention.end() - mention.start() && !naming.isEmpty()) {
            return naming;
        }
        return inside.stream()
                .filter(hit -> !crossed(mention, hit))
                .filter(hit -> hit.end() <= mention.start()
                        ? (mention.named() && between(mention, hit).equals("-"))
                                || between(mention, hit)
                                        .matches(
                                                "[\"')\\]*`]*\\s*(?:[:=\u2192]|->|of|is|to|at|was|=|size|target|degree)?[\\s:=\"'(]*(?:[:=]|of|is|to|at)?[\\s\"'(]*")
                        : !mention.named()
                                && hit.start() >= mention.end()
                                && between(mention, hit).matches("[\\s_-]{0,2}"))
                .toList();
    }

    /** Whether the number is compared with what is asked for ("8.5 s meets 10 s"), and so is not that itself. */
    boolean compared(Mention mention) {
        return COMPARED.matcher(sentence)
                .region(mention.end(), sentence.length())
                .lookingAt();
    }

    /** Whether the sentence says that the number does not hold. */
    boolean denied(Mention mention) {
        return DENIED.matcher(sentence.substring(0, mention.start())).find();
    }

    /** Whether a percentile is said of it, where quantities are means: "p99 TTFT of 2 s" is no claim about the mean. */
    boolean percentile(Mention mention) {
        int from = mentions.stream()
                .mapToInt(Mention::end)
                .filter(end -> end <= mention.start())
                .max()
                .orElse(0);
        int until = mentions.stream()
                .mapToInt(Mention::start)
                .filter(start -> start >= mention.end())
                .min()
                .orElse(sentence.length());
        String before = sentence.substring(from, mention.start());
        String after = CLAUSE_END.split(sentence.substring(mention.end(), until), 2)[0];
        return PERCENTILE.matcher(before).find()
                || PERCENTILE_BEHIND.matcher(after).lookingAt()
                || labels.stream().anyMatch(label -> PERCENTILE.matcher(label).find());
    }

    /** The phase of work that words near the number name. */
    Optional<Phase> phase(Mention mention) {
        return Phase.of(mention, sentence, mentions, labels);
    }

    /** Whether it is the first number of "64 GB of 80 GB". */
    boolean part(Mention mention) {
        return mentions.stream().anyMatch(other -> partOf(mention, other));
    }

    /** Whether it is the second. */
    boolean whole(Mention mention) {
        return mentions.stream().anyMatch(other -> partOf(other, mention));
    }

    private boolean partOf(Mention part, Mention whole) {
        return part.end() < whole.start()
                && !Collections.disjoint(part.dimensions(), whole.dimensions())
                && OF.matcher(sentence.substring(part.end(), whole.start())).matches();
    }

    /** Whom the sentence counts for, beside what stands right behind the number; what belongs to other numbers apart. */
    Set<Per> per(Mention mention) {
        StringBuilder own = new StringBuilder(sentence);
        mentions.stream().filter(other -> other.start() != mention.start()).forEach(other -> {
            for (int at = other.start(); at < other.end(); at++) {
                own.setCharAt(at, ' ');
            }
        });
        Set<Per> per = in(own.toString());
        labels.forEach(label -> per.addAll(in(label)));
        if (per.isEmpty()) {
            per.addAll(in(heading));
        }
        return per;
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

    private String between(Mention mention, Hit hit) {
        if (hit.end() <= mention.start()) {
            return sentence.substring(hit.end(), mention.start());
        }
        return hit.start() >= mention.end() ? sentence.substring(mention.end(), hit.start()) : "";
    }

    private int words(Mention mention, Hit hit) {
        String between = between(mention, hit).strip();
        return between.isEmpty() ? 0 : between.split("\\s+").length;
    }

    /** Whether the name belongs to another number, as part of its noun or right beside it, or another one stands between. */
    private boolean crossed(Mention mention, Hit hit) {
        boolean own = beside(mention, hit);
        return mentions.stream()
                .filter(other -> other.start() != mention.start())
                .anyMatch(other -> {
                    boolean part = other.start() <= hit.start() && hit.end() <= other.end();
                    boolean left = hit.end() <= other.start() && other.end() <= mention.start();
                    boolean right = mention.end() <= other.start() && other.end() <= hit.start();
                    return part || left || right || (!own && beside(other, hit));
                });
    }

    /** "Imbalance 12 %", "Imbalance: 12 %", "64 GB VRAM". */
    private boolean beside(Mention mention, Hit hit) {
        boolean inside = mention.start() <= hit.start() && hit.end() <= mention.end();
        boolean outside = hit.end() <= mention.start() || hit.start() >= mention.end();
        return inside || (outside && between(mention, hit).matches(mention.named() ? "[-\\s:=*`]*" : "[\\s:=*`]*"));
    }
}
