package dev.meshwright.question.audit.drafting;

import dev.meshwright.question.audit.drafting.Surroundings.Weighed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names outside a sentence: of its passage and section, which all their numbers share. */
final class NamesAround {

    private static final double LABEL = 0.9;
    private static final double NEAREST_HEADING = 0.3;
    private static final double UPPER_HEADING = 0.15;
    private static final double OTHER_SENTENCE = 0.2;

    private NamesAround() {}

    /**
     * Names that hold for every sentence of a passage.
     *
     * @param section those of its section, as {@link #ofSection} finds them
     */
    static List<Weighed> of(NameIndex index, Passage passage, List<Weighed> section) {
        List<Weighed> around = new ArrayList<>();
        passage.labels().forEach(label -> index.in(label).forEach(hit -> around.add(new Weighed(hit, LABEL, true))));
        around.addAll(section);
        index.in(passage.text()).forEach(hit -> around.add(new Weighed(hit, OTHER_SENTENCE, false)));
        return strongest(around);
    }

    /**
     * Names that hold for every passage of a section.
     *
     * @param opening what the section begins with
     */
    static List<Weighed> ofSection(NameIndex index, Passage passage, String opening) {
        List<Weighed> around = new ArrayList<>();
        for (int level = 0; level < passage.headings().size(); level++) {
            double weight = level == passage.headings().size() - 1 ? NEAREST_HEADING : UPPER_HEADING;
            index.in(passage.headings().get(level)).forEach(hit -> around.add(new Weighed(hit, weight, false)));
        }
        index.in(opening).forEach(hit -> around.add(new Weighed(hit, OTHER_SENTENCE, false)));
        return strongest(around);
    }

    /** A quantity that is named a thousand times is named as well as by the strongest of its names and of its nouns. */
    private static List<Weighed> strongest(List<Weighed> names) {
        Map<List<Object>, Weighed> strongest = new HashMap<>();
        for (Weighed name : names) {
            List<Object> key =
                    List.of(name.hit().entry().quantity().id(), name.hit().noun());
            strongest.merge(key, name, (one, other) -> Judge.weigh(other) > Judge.weigh(one) ? other : one);
        }
        Set<Weighed> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(strongest.values());
        return names.stream().filter(kept::contains).toList();
    }
}
