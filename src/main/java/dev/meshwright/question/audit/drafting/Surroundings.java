package dev.meshwright.question.audit.drafting;

import dev.meshwright.base.quantity.Mention;
import dev.meshwright.base.quantity.Quantity.Per;
import dev.meshwright.question.audit.drafting.NameIndex.Hit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
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

    private static final double BESIDE = 1.1;

    /** Part of a name's weight that is left where another number stands between, or the name belongs to one. */
    private static final double BEHIND_ANOTHER = 0.4;

    private static final double CLAUSE = 0.65;

    private static final Pattern COMPARED = Pattern.compile(
            "\\s*(?:meets|exceeds|satisf(?:ies|y)|surpasses|beats|misses|falls|is (?:above|below|within|over|under))\\b");
    private static final Pattern OF = Pattern.compile("\\s+(?:used\\s+)?(?:out\\s+)?of\\s+(?:(?:the|its|each)\\s+)?");
    private static final Pattern LEADS = Pattern.compile(
            "[\"')\\]*`]*\\s*(?:[:=\u2192]|->|of|is|to|at|was|=|size|target|degree)?[\\s:=\"'(]*(?:[:=]|of|is|to|at)?[\\s\"'(]*");
    private static final Pattern SIGNS = Pattern.compile("[\\s:=*`]*");
    private static final Pattern SIGNS_OF_NAME = Pattern.compile("[-\\s:=*`]*");
    private static final Pattern DENIED = Pattern.compile(
            "\\b(?:not|cannot|can't|never|instead of|rather than)\\b[^,;.()]{0,20}$", Pattern.CASE_INSENSITIVE);

    /** No denial is longer, with the words that may stand behind it. */
    private static final int FARTHEST_DENIAL = 40;

    private static final Pattern PERCENTILE = Pattern.compile(
            "\\bP(?:50|75|9\\d(?:\\.\\d+)?)\\b|\\b\\d{2}(?:\\.\\d+)?(?:th|st|nd|rd)[ -]percentile\\b|\\bmedian\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PERCENTILE_BEHIND = Pattern.compile(
            "[\\s(,]*(?:at\\s+)?(?:the\\s+)?(?:" + PERCENTILE.pattern() + ")", Pattern.CASE_INSENSITIVE);

    /** A name with the weight of its place. */
    record Weighed(Hit hit, double weight, boolean near) {}

    /**
     * A name of the sentence.
     *
     * @param holding places of the numbers that it is part of
     * @param beside places of the numbers right beside it, or that it is part of
     */
    private record Placed(Hit hit, Set<Integer> holding, Set<Integer> beside) {}

    private final String sentence;
    private final List<Mention> mentions;
    private final List<Placed> inside;
    private final Distances distances;
    private final Optional<Phase> phase;
    private final CountedFor countedFor;
    private final List<Weighed> around;
    private final List<String> labels;

    /** Names that are all of a row's or column's label: what stands alone in its cell is that. */
    private final List<Hit> naming;

    /**
     * The surroundings in a sentence.
     *
     * @param around names outside the sentence, as {@link NamesAround#of} finds them
     */
    Surroundings(NameIndex index, Passage passage, List<Weighed> around, String sentence, List<Mention> mentions) {
        this.sentence = sentence;
        this.mentions = mentions;
        this.distances = new Distances(sentence);
        this.phase = Phase.only(sentence);
        this.inside = index.in(sentence).stream().map(this::placed).toList();
        this.around = around;
        this.labels = passage.labels();
        this.naming = labels.stream()
                .flatMap(label -> index.in(label.strip()).stream()
                        .filter(hit ->
                                hit.start() == 0 && hit.end() == label.strip().length()))
                .filter(hit -> !hit.noun())
                .toList();
        this.countedFor = new CountedFor(
                sentence,
                mentions,
                labels,
                passage.headings().isEmpty() ? "" : passage.headings().getLast());
    }

    /** Names with the weight that their places have for a number. */
    List<Weighed> of(Mention mention) {
        List<Weighed> weighed = new ArrayList<>(around);
        int place = place(mention);
        for (Placed placed : inside) {
            Hit hit = placed.hit();
            boolean before = hit.end() <= mention.start();
            int from = before ? hit.end() : mention.end();
            int until = Math.max(from, before ? mention.start() : hit.start());
            int distance = distances.words(from, until);
            boolean crossed = crossed(place, placed);
            boolean clause = !distances.clauseEnds(from, until);
            double near = placed.beside().contains(place)
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
        int place = place(mention);
        return inside.stream()
                .filter(placed -> !crossed(place, placed))
                .map(Placed::hit)
                .filter(hit -> hit.end() <= mention.start()
                        ? (mention.named() && between(mention, hit).equals("-"))
                                || LEADS.matcher(between(mention, hit)).matches()
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
        return DENIED.matcher(sentence)
                .region(Math.max(0, mention.start() - FARTHEST_DENIAL), mention.start())
                .useTransparentBounds(true)
                .find();
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
        String after = Distances.clause(sentence.substring(mention.end(), until));
        return PERCENTILE.matcher(before).find()
                || PERCENTILE_BEHIND.matcher(after).lookingAt()
                || labels.stream().anyMatch(label -> PERCENTILE.matcher(label).find());
    }

    /** The phase of work that words near the number name. */
    Optional<Phase> phase(Mention mention) {
        return Phase.of(mention, sentence, mentions, labels, phase);
    }

    /** Whether it is the first number of "64 GB of 80 GB". */
    boolean part(Mention mention) {
        int next = place(mention) + 1;
        return next < mentions.size() && partOf(mention, mentions.get(next));
    }

    /** Whether it is the second. */
    boolean whole(Mention mention) {
        int previous = place(mention) - 1;
        return previous >= 0 && partOf(mentions.get(previous), mention);
    }

    private boolean partOf(Mention part, Mention whole) {
        return part.end() < whole.start()
                && !Collections.disjoint(part.dimensions(), whole.dimensions())
                && OF.matcher(sentence.substring(part.end(), whole.start())).matches();
    }

    /** Whom the sentence counts for, beside what stands right behind the number; what belongs to other numbers apart. */
    Set<Per> per(Mention mention) {
        return countedFor.of(mention);
    }

    private String between(Mention mention, Hit hit) {
        if (hit.end() <= mention.start()) {
            return sentence.substring(hit.end(), mention.start());
        }
        return hit.start() >= mention.end() ? sentence.substring(mention.end(), hit.start()) : "";
    }

    /** The place of a number among those of the sentence, whose starts are in order. */
    private int place(Mention mention) {
        int low = 0;
        for (int high = mentions.size() - 1; low < high; ) {
            int middle = (low + high) >>> 1;
            if (mentions.get(middle).start() < mention.start()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Numbers that stand in their order keep each other from all names but those around them. */
    private Placed placed(Hit hit) {
        Set<Integer> holding = new HashSet<>();
        Set<Integer> beside = new HashSet<>();
        for (int place = 0; place < mentions.size(); place++) {
            Mention mention = mentions.get(place);
            if (mention.start() <= hit.start() && hit.end() <= mention.end()) {
                holding.add(place);
            }
            if (!anotherBetween(place, hit) && beside(mention, hit)) {
                beside.add(place);
            }
        }
        return new Placed(hit, holding, beside);
    }

    /** Whether the next number towards the name stands before it. */
    private boolean anotherBetween(int place, Hit hit) {
        Mention mention = mentions.get(place);
        boolean left = place > 0
                && hit.end() <= mention.start()
                && mentions.get(place - 1).start() >= hit.end();
        boolean right = place + 1 < mentions.size()
                && hit.start() >= mention.end()
                && mentions.get(place + 1).end() <= hit.start();
        return left || right;
    }

    /** Whether the name belongs to another number, as part of its noun or right beside it, or another one stands between. */
    private boolean crossed(int place, Placed placed) {
        if (anotherBetween(place, placed.hit())) {
            return true;
        }
        boolean part = placed.holding().stream().anyMatch(other -> other != place);
        return part || (!placed.beside().isEmpty() && !placed.beside().contains(place));
    }

    /** "Imbalance 12 %", "Imbalance: 12 %", "64 GB VRAM". */
    private boolean beside(Mention mention, Hit hit) {
        boolean inside = mention.start() <= hit.start() && hit.end() <= mention.end();
        boolean outside = hit.end() <= mention.start() || hit.start() >= mention.end();
        return inside
                || (outside
                        && (mention.named() ? SIGNS_OF_NAME : SIGNS)
                                .matcher(between(mention, hit))
                                .matches());
    }
}
