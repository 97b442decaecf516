package dev.meshwright.question.audit.drafting;

import dev.meshwright.base.quantity.Mention;
import dev.meshwright.base.quantity.Mentions;
import dev.meshwright.question.audit.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Drafts the claims of a document. */
public final class Drafter {

    /**
     * Units stand in headings of columns as "Memory (GB)", "TTFT [ms]", "Throughput, tokens/s per GPU", "TPOT in ms", or
     * alone. A heading of one letter is a name, and "min" the least of something.
     */
    private static final List<Pattern> UNIT_OF_COLUMN = List.of(
            Pattern.compile("[(\\[]([^)\\]]+)[)\\]]"),
            Pattern.compile("(?:,|\\bin)\\s+([^,]+)$"),
            Pattern.compile("^(?!min$|\\p{L}$)(.+)$"));

    /** Where a statement is repeated more often, nobody looks it up. */
    private static final int MOST_PLACES = 8;

    private static final String ONE = "1 ";

    private final NameIndex index;
    private final Judge judge;

    /** A drafter that knows the quantities of {@code vocabulary}. */
    public Drafter(Vocabulary vocabulary) {
        this.index = new NameIndex(vocabulary);
        this.judge = new Judge(vocabulary);
    }

    /** The same statement twice in a document: same author, quantity and value. */
    private record Statement(String by, String value, String about) {}

    /** Every number with a unit, and every other number that a word next to it names. */
    public Draft draft(Document document) {
        Attribution attribution = new Attribution(document);
        Map<Statement, DraftedClaim> claims = new LinkedHashMap<>();
        int leftOut = 0;
        String opening = "";
        List<String> headings = List.of();
        List<Surroundings.Weighed> section = List.of();
        for (Passage passage : document.passages()) {
            // What a section begins with says what it is about.
            if (!passage.headings().equals(headings) || passage.kind() == Passage.Kind.HEADING) {
                opening = passage.text();
                headings = passage.headings();
                section = NamesAround.ofSection(index, passage, opening);
            }
            if (passage.text().chars().noneMatch(Character::isDigit)) {
                continue;
            }
            List<Surroundings.Weighed> outside = NamesAround.of(index, passage, section);
            for (String sentence : Sentences.of(passage.text())) {
                List<Mention> mentions = withUnitsOfColumns(passage, Mentions.in(sentence));
                if (mentions.isEmpty()) {
                    continue;
                }
                Surroundings surroundings = new Surroundings(index, passage, outside, sentence, mentions);
                for (Mention mention : mentions) {
                    Judge.Verdict verdict = judge.of(mention, surroundings);
                    if (mention.bare() && verdict.candidates().isEmpty()) {
                        leftOut += mention.named() ? 0 : 1;
                        continue;
                    }
                    add(claims, claim(passage, sentence, mention, verdict, attribution));
                }
            }
        }
        return new Draft(document.name(), List.copyOf(claims.values()), leftOut);
    }

    private static DraftedClaim claim(
            Passage passage, String sentence, Mention mention, Judge.Verdict verdict, Attribution attribution) {
        String quote = Sentences.quote(sentence, mention.start(), mention.end());
        boolean cell = passage.kind() == Passage.Kind.CELL && !passage.labels().isEmpty();
        return new DraftedClaim(
                List.of(passage.place()),
                passage.headings().isEmpty() ? "" : passage.headings().getLast(),
                (mention.number() + " " + (mention.unit().isEmpty() ? mention.noun() : mention.unit())).strip(),
                cell ? String.join(", ", passage.labels()) + ": " + quote : quote,
                attribution.of(passage, sentence, mention.start()),
                verdict.certainty(),
                verdict.candidates());
    }

    private static void add(Map<Statement, DraftedClaim> claims, DraftedClaim claim) {
        String about = claim.candidates().isEmpty()
                ? ""
                : claim.candidates().getFirst().quantity();
        String value = claim.candidates().isEmpty()
                ? claim.written()
                : claim.candidates().getFirst().value();
        claims.merge(new Statement(claim.by(), value, claim.decided() + about), claim, (first, again) -> {
            List<String> places = new ArrayList<>(first.places());
            again.places().stream()
                    .filter(place -> places.size() < MOST_PLACES && !places.contains(place))
                    .forEach(places::add);
            return new DraftedClaim(
                    places,
                    first.heading(),
                    first.written(),
                    first.quote(),
                    first.by(),
                    first.certainty(),
                    first.candidates());
        });
    }

    /** Numbers of a cell have the unit of their row or column where they have none of their own. */
    private static List<Mention> withUnitsOfColumns(Passage passage, List<Mention> mentions) {
        if (passage.kind() != Passage.Kind.CELL) {
            return mentions;
        }
        return mentions.stream()
                .map(mention -> mention.bare() && !mention.named() ? withUnit(mention, passage.labels()) : mention)
                .toList();
    }

    private static Mention withUnit(Mention mention, List<String> labels) {
        for (String label : labels.reversed()) {
            for (Pattern place : UNIT_OF_COLUMN) {
                Matcher matcher = place.matcher(label.strip());
                while (matcher.find()) {
                    Optional<Mention> unit = unit(matcher.group(1).strip());
                    if (unit.isPresent()) {
                        return mention.withUnitOf(unit.get());
                    }
                }
            }
        }
        return mention;
    }

    /** A unit as it would stand behind a number, with what it is counted for ("tokens/s per GPU"); empty for other words. */
    private static Optional<Mention> unit(String written) {
        return Mentions.in(ONE + written).stream()
                .filter(one -> one.start() == 0 && one.end() == ONE.length() + written.length())
                .filter(one -> !one.unit().isEmpty() && one.noun().isEmpty())
                .findFirst();
    }
}
