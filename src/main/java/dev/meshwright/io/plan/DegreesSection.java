package dev.meshwright.io.plan;

import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.io.tree.Names;
import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.DegreesDraft.Form;
import dev.meshwright.layout.draft.LayoutName;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The degrees in the {@code layout} of a plan file: fields by any of their names, or one line such as TP4 EP4 PP1. */
public final class DegreesSection {

    public static final Map<String, Recomputation> RECOMPUTATIONS =
            Names.of(Recomputation::label, Recomputation.values());

    /** No cluster is cut into more parts. */
    static final int LARGEST_DEGREE = Cluster.MOST_GPUS;

    private final TreeReader layout;

    public DegreesSection(TreeReader layout) {
        this.layout = layout;
    }

    /** Whether {@code field} of a layout is a degree under another name than its own. */
    static boolean alias(String field) {
        return !PlanFiles.LAYOUT_FIELDS.contains(field)
                && DegreeName.ofField(field).isPresent();
    }

    /** What a field that means nothing may be meant as. */
    static String suggestion(String field) {
        List<String> known = new ArrayList<>(PlanFiles.LAYOUT_FIELDS);
        known.addAll(DegreeName.suggestions());
        return NearNames.maybe(field, known);
    }

    /** The degrees in a layout that is one line of text. */
    static Optional<DegreesDraft> ofText(TreeReader layout) {
        return layout.text().map(text -> {
            LayoutName.Parsed parsed = LayoutName.parse(text);
            parsed.problems()
                    .forEach(problem ->
                            layout.fault("\"" + problem.value() + "\" " + problem.message(), problem.maybe()));
            return parsed.draft();
        });
    }

    /** The degrees as stated; harmless ones after a fault. */
    public DegreesDraft read() {
        Map<DegreeName, Integer> stated = new EnumMap<>(DegreeName.class);
        Map<DegreeName, String> fields = new EnumMap<>(DegreeName.class);
        boolean aliases = false;
        for (String field : layout.fieldNames()) {
            Optional<DegreeName> name = DegreeName.ofField(field);
            Optional<TreeReader> place = name.isPresent() ? layout.child(field) : Optional.empty();
            if (place.isPresent()) {
                aliases |= alias(field);
                put(name.get(), field, place.get(), stated, fields);
            }
        }
        if (fields.isEmpty()) {
            layout.fault("must have at least one of tensor, data, expert, pipeline", "");
        }
        return new DegreesDraft(
                stated,
                layout.child("recomputation").flatMap(place -> place.choice(RECOMPUTATIONS)),
                aliases ? Form.ENGINE_NAMES : Form.FIELDS);
    }

    private static void put(
            DegreeName name,
            String field,
            TreeReader place,
            Map<DegreeName, Integer> stated,
            Map<DegreeName, String> fields) {
        OptionalInt value = place.integer(name == DegreeName.SLOTS_PER_RANK ? 0 : 1, LARGEST_DEGREE);
        String before = fields.putIfAbsent(name, field);
        if (value.isEmpty()) {
            return;
        }
        Integer known = stated.putIfAbsent(name, value.getAsInt());
        if (known != null && known != value.getAsInt()) {
            place.fault("is the same degree as " + before + ", which is " + known, "Maybe leave one of them out.");
        }
    }
}
