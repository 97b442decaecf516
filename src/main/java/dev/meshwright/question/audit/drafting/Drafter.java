package dev.meshwright.question.audit.drafting;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Mention;
import dev.meshwright.base.quantity.Mentions;
import dev.meshwright.question.audit.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Drafts the claims of a document. */
public final class Drafter {

    /** Units stand in headings of columns as "Memory (GB)", "TTFT [ms]", "Throughput, tokens/s", "TPOT in ms". */
    private static final Pattern UNIT_OF_COLUMN = Pattern.compile("[(\\[]([^)\\]]+)[)\\]]|(?:,|\\bin)\\s+(\\S+)\\s*$");

    /** Where a statement is repeated more often, nobody looks it up. */
    private static final int MOST_PLACES = 8;

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
        List<String> section = List.of();
        for (Passage passage : document.passages()) {
            // What a section begins with says what it is about.
            boolean first = !passage.headings().equals(section) || passage.kind() == Passage.Kind.HEADING;
            opening = first ? passage.text() : opening;
            section = passage.headings();
            if (passage.text().chars().noneMatch(Character::isDigit)) {
                continue;
            }
            List<Surroundings.Weighed> outside = Surroundings.outside(index, passage, opening);
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
        for (int level = labels.size() - 1; level >= 0; level--) {
            Matcher matcher = UNIT_OF_COLUMN.matcher(labels.get(level));
            while (matcher.find()) {
                String unit = matcher.group(1) != null ? matcher.group(1).strip() : matcher.group(2);
                Set<Dimension> dimensions = Mentions.dimensionsOf(unit);
                if (!dimensions.isEmpty()) {
                    return mention.withUnit(unit, dimensions);
                }
            }
        }
        return mention;
    }
}
