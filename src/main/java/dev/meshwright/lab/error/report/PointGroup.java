package dev.meshwright.lab.error.report;

import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.row.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Points of a picture that share a colour: one group, or the smallest ones together.
 *
 * @param name of the group; empty where it is several
 * @param groups how many it is
 * @param outcomes predicted ones
 * @param errors over them
 */
public record PointGroup(String name, int groups, List<Outcome> outcomes, ErrorSummary errors) {

    /** Colours that an eye tells apart. */
    public static final int MOST_GROUPS = 9;

    public PointGroup {
        outcomes = List.copyOf(outcomes);
    }

    /** Whether it stands for the groups that have no colour of their own. */
    public boolean others() {
        return name.isEmpty();
    }

    /** The groups of {@code split} in its order; the smallest become the last one, if they are too many. */
    static List<PointGroup> of(Map<String, List<Outcome>> split) {
        List<String> kept = split.size() <= MOST_GROUPS
                ? List.copyOf(split.keySet())
                : split.entrySet().stream()
                        .sorted((a, b) -> b.getValue().size() - a.getValue().size())
                        .limit(MOST_GROUPS - 1L)
                        .map(Map.Entry::getKey)
                        .toList();
        List<PointGroup> groups = new ArrayList<>();
        List<Outcome> others = new ArrayList<>();
        split.forEach((name, outcomes) -> {
            if (kept.contains(name)) {
                groups.add(new PointGroup(name, 1, outcomes, ErrorSummary.of(outcomes)));
            } else {
                others.addAll(outcomes);
            }
        });
        if (!others.isEmpty()) {
            groups.add(new PointGroup("", split.size() - kept.size(), others, ErrorSummary.of(others)));
        }
        return groups;
    }
}
