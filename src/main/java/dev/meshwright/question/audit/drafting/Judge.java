package dev.meshwright.question.audit.drafting;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Mention;
import dev.meshwright.base.quantity.Quantity.Per;
import dev.meshwright.question.audit.drafting.NameIndex.Hit;
import dev.meshwright.question.audit.drafting.Surroundings.Weighed;
import dev.meshwright.question.audit.vocabulary.Entry;
import dev.meshwright.question.audit.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Weighs which quantity a number is about.
 *
 * <p>A quantity must have the dimension of the unit, and the noun where one is counted. Longer names say more than short
 * ones, near ones more than far ones; what the number is counted for must not contradict it. The numbers below order such
 * evidence; no probability follows from them.
 */
final class Judge {

    /** Weight of a name of one, two, three words or more: the more words, the fewer quantities share them. */
    private static final double[] NAME = {0, 1, 1.6, 2};

    /** A name right at a number without a unit is the only thing that says what it is. */
    private static final double NAMING = 1.5;

    /** The unit of a single quantity says all. */
    private static final double ONLY_ONE = 1.2;

    /** A unit alone belongs to several quantities; a counted noun is nearly a name. */
    private static final double BY_UNIT = 0.45;

    private static final double BY_NOUN = 0.8;

    /** What is counted so, but is rarely meant without more words. */
    private static final double COUNTED_SO = 0.3;

    /** Part of a name's weight that a noun near a bare count has ("1.6M ... parameters"). */
    private static final double NOUN = 0.5;

    /** What is counted for whom: said right at the number, said in the sentence, and not said at all. */
    private static final double SAID_AT_NUMBER = 0.4;

    private static final double SAID_NEARBY = 0.25;
    private static final double NOT_SAID = -0.4;
    private static final double CONTRADICTED = -2;

    /** A quantity is sure from here on, if no other is left. */
    private static final double SURE = 1.25;

    private static final double LIKELY = 0.55;
    private static final double LEAD = 0.2;

    /** A quantity of both phases where one of them is said. */
    private static final double OTHER_PHASE = 0.5;

    /** "64 GB of 80 GB": what is used, of what there is. */
    private static final double USED_OF = 1;

    private static final String USED = "memory.perGpu";
    private static final String CAPACITY = "gpu.memory";

    private static final double LEAST = 0.01;

    /** Candidates this far behind the first are no candidates. */
    private static final double FAR_BEHIND = 0.8;

    private static final int MOST_CANDIDATES = 6;

    private static final List<Dimension> PLAIN = List.of(Dimension.COUNT, Dimension.FRACTION);

    /** "131 072" is one number, or two. */
    private static final Pattern SPACED = Pattern.compile("\\d \\d");

    /** TTFT, MFU: nobody else is called so. */
    private static final Pattern ABBREVIATION = Pattern.compile("\\p{Lu}{3,}");

    private final Map<Dimension, List<Entry>> entries = new EnumMap<>(Dimension.class);

    Judge(Vocabulary vocabulary) {
        for (Entry entry : vocabulary.entries()) {
            entries.computeIfAbsent(entry.quantity().dimension(), ignored -> new ArrayList<>())
                    .add(entry);
        }
    }

    /** Candidates with their certainty. */
    record Verdict(Certainty certainty, List<Candidate> candidates) {}

    private record Scored(Candidate candidate, boolean near) {

        Scored as(String quantity, double strength) {
            return new Scored(new Candidate(quantity, candidate.value(), candidate.why(), strength), near);
        }

        Scored stronger(Scored other) {
            return other.candidate().strength() > candidate.strength() ? other : this;
        }
    }

    Verdict of(Mention mention, Surroundings surroundings) {
        List<Hit> naming = mention.bare() ? surroundings.naming(mention) : List.of();
        List<Weighed> names = mention.bare()
                ? naming.stream().map(hit -> new Weighed(hit, NAMING, true)).toList()
                : surroundings.of(mention);
        if (mention.bare() && names.isEmpty()) {
            return new Verdict(Certainty.OPEN, List.of());
        }
        List<Scored> scored = scored(mention, surroundings, names);
        List<Scored> inPhase =
                surroundings.phase(mention).map(phase -> phased(scored, phase)).orElse(scored);
        inPhase.sort(
                Comparator.comparingDouble((Scored each) -> each.candidate().strength())
                        .reversed());
        Verdict verdict = verdict(inPhase);
        boolean doubtful = surroundings.denied(mention)
                || surroundings.percentile(mention)
                || mention.boundedRange()
                || SPACED.matcher(mention.number()).find();
        return doubtful ? new Verdict(Certainty.OPEN, verdict.candidates()) : verdict;
    }

    /** What every quantity of the number's dimensions has for itself. */
    private List<Scored> scored(Mention mention, Surroundings surroundings, List<Weighed> names) {
        Map<String, List<Weighed>> byQuantity = names.stream()
                .collect(Collectors.groupingBy(
                        name -> name.hit().entry().quantity().id()));
        List<Scored> scored = new ArrayList<>();
        Set<Per> nearby = surroundings.per(mention);
        boolean compared = surroundings.compared(mention);
        boolean part = surroundings.part(mention);
        boolean whole = surroundings.whole(mention);
        for (Dimension dimension : mention.bare() ? PLAIN : mention.dimensions()) {
            Optional<String> value = mention.value(dimension);
            if (value.isPresent()) {
                entries.getOrDefault(dimension, List.of()).stream()
                        .filter(entry -> !compared || !entry.quantity().id().startsWith("target."))
                        .filter(entry -> !entry.quantity().id().equals(part ? CAPACITY : whole ? USED : ""))
                        .forEach(entry -> score(
                                        entry,
                                        mention,
                                        value.get(),
                                        byQuantity.getOrDefault(entry.quantity().id(), List.of()),
                                        nearby,
                                        part ? USED : whole ? CAPACITY : "")
                                .ifPresent(scored::add));
            }
        }
        return scored;
    }

    /** Quantities of the phase that is said, ahead of those of both, without those of the other. */
    private List<Scored> phased(List<Scored> scored, Phase phase) {
        Map<String, Scored> byId = new LinkedHashMap<>();
        for (Scored each : scored) {
            Candidate candidate = each.candidate();
            Optional<String> special = phase.of(candidate.quantity());
            special.ifPresent(id -> byId.merge(id, each.as(id, candidate.strength() + SAID_NEARBY), Scored::stronger));
            boolean behind = special.isPresent() || phase.unlikely(candidate.quantity());
            double strength = behind ? candidate.strength() - OTHER_PHASE : candidate.strength();
            if (strength > 0 && !phase.contradicts(candidate.quantity())) {
                byId.merge(candidate.quantity(), each.as(candidate.quantity(), strength), Scored::stronger);
            }
        }
        return new ArrayList<>(byId.values());
    }

    private static Verdict verdict(List<Scored> scored) {
        if (scored.isEmpty()) {
            return new Verdict(Certainty.OPEN, List.of());
        }
        double best = scored.getFirst().candidate().strength();
        double lead = scored.size() > 1 ? best - scored.get(1).candidate().strength() : best;
        List<Candidate> left = scored.stream()
                .map(Scored::candidate)
                .filter(candidate -> candidate.strength() > best - FAR_BEHIND)
                .limit(MOST_CANDIDATES)
                .toList();
        boolean sure = best >= SURE && left.size() == 1 && scored.getFirst().near();
        Certainty certainty =
                sure ? Certainty.SURE : best >= LIKELY && lead >= LEAD ? Certainty.LIKELY : Certainty.OPEN;
        return new Verdict(certainty, left);
    }

    private Optional<Scored> score(
            Entry entry, Mention mention, String value, List<Weighed> names, Set<Per> nearby, String share) {
        if (entry.quantity().truth() || !counts(entry, mention)) {
            return Optional.empty();
        }
        double strongest = alone(entry, mention);
        String why = strongest == 0 ? "" : mention.noun().isEmpty() ? "its unit" : "\"" + mention.noun() + "\"";
        boolean near = strongest > 0;
        for (Weighed name : names) {
            boolean useful = !name.hit().noun() || mention.noun().isEmpty();
            double strength = weigh(name);
            if (useful && strength > strongest) {
                strongest = strength;
                why = "\"" + name.hit().name() + "\"";
                near = name.near();
            }
        }
        if (share.equals(entry.quantity().id()) && strongest < USED_OF) {
            strongest = USED_OF;
            why = "\"of\"";
            near = true;
        }
        if (strongest == 0) {
            return Optional.empty();
        }
        // What nobody contradicts stays a candidate, if the last one.
        double strength = contradicted(entry, mention)
                ? strongest + CONTRADICTED
                : Math.max(LEAST, strongest + counted(entry, mention, nearby));
        return strength <= 0
                ? Optional.empty()
                : Optional.of(new Scored(new Candidate(entry.quantity().id(), value, why, strength), near));
    }

    private static boolean contradicted(Entry entry, Mention mention) {
        return entry.quantity().dimension() != Dimension.FRACTION
                && mention.per().stream().anyMatch(per -> !entry.whose().contains(per));
    }

    /** What a name says at its place, against other names of the same quantity. */
    static double weigh(Weighed name) {
        Hit hit = name.hit();
        int words = hit.weight() + (ABBREVIATION.matcher(hit.name()).matches() ? 1 : 0);
        return NAME[Math.min(NAME.length - 1, words)] * name.weight() * (hit.noun() ? NOUN : 1);
    }

    /** What the unit or the noun says without any name. */
    private double alone(Entry entry, Mention mention) {
        if (mention.bare()) {
            return 0;
        }
        if (mention.noun().isEmpty()) {
            boolean only = entries.getOrDefault(entry.quantity().dimension(), List.of())
                            .size()
                    == 1;
            return !entry.byUnit() || !entry.counted().isEmpty() ? 0 : only ? ONLY_ONE : BY_UNIT;
        }
        return entry.byUnit() ? BY_NOUN : COUNTED_SO;
    }

    /** Whether it is counted in the noun of the number; degrees are also written "8-way". */
    private static boolean counts(Entry entry, Mention mention) {
        boolean times = mention.unit().equals("x");
        if (times || entry.counted().contains("times")) {
            return times && entry.counted().contains("times");
        }
        return mention.noun().isEmpty() || entry.counted().contains(mention.noun());
    }

    /** What the number is counted for against what the quantity is. */
    private static double counted(Entry entry, Mention mention, Set<Per> nearby) {
        if (entry.quantity().dimension() == Dimension.FRACTION) {
            return 0;
        }
        double sum = 0;
        if (entry.whose().isEmpty() && entry.quantity().id().startsWith("memory.")) {
            // Bytes of the whole model are said to be so, like those of a GPU.
            sum += nearby.contains(Per.SYSTEM) ? SAID_NEARBY : NOT_SAID;
        }
        for (Per whose : entry.whose()) {
            // Times are those of users, and data sheets those of one GPU, without anybody saying so.
            boolean understood = (whose == Per.LAYER && entry.byUnit())
                    || (whose == Per.USER && entry.quantity().dimension() == Dimension.SECONDS)
                    || (whose == Per.TOKEN && entry.quantity().dimension() != Dimension.BYTES)
                    || entry.quantity().id().startsWith("gpu.");
            // Bytes for each token are said to be so; bytes of a GPU often are not.
            double silent = understood ? 0 : whose == Per.TOKEN ? 2 * NOT_SAID : NOT_SAID;
            sum += mention.per().contains(whose) ? SAID_AT_NUMBER : nearby.contains(whose) ? SAID_NEARBY : silent;
        }
        return sum;
    }
}
