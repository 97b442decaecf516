package dev.meshwright.lab.error.report;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.Grouping;
import dev.meshwright.lab.row.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Errors of all measures, broken down into groups: the largest by name, the others together.
 *
 * @param measures the columns
 * @param rows the largest groups in alphabetical order, then the others, if any
 */
public record GroupedErrors(List<Measure> measures, List<Row> rows) {

    /** Groups of a table; the rest is summed up. */
    public static final int MOST_GROUPS = 16;

    /**
     * One group, or several together.
     *
     * @param name of the group; empty where it is several
     * @param groups how many it is
     * @param rows most rows that one of the measures has
     * @param errors by measure; a measure that is not predicted has {@link ErrorSummary#NONE}
     */
    public record Row(String name, int groups, int rows, Map<Measure, ErrorSummary> errors) {
        public Row {
            errors = Collections.unmodifiableMap(new EnumMap<>(errors));
        }

        /** Whether it stands for the groups that have no row of their own. */
        public boolean others() {
            return name.isEmpty();
        }
    }

    public GroupedErrors {
        measures = List.copyOf(measures);
        rows = List.copyOf(rows);
    }

    /** Whether there is anything to tell apart. */
    public boolean several() {
        return rows.size() > 1;
    }

    static GroupedErrors of(Map<Measure, List<Outcome>> outcomes, Grouping grouping) {
        Map<String, Map<Measure, List<Outcome>>> groups = new TreeMap<>();
        outcomes.forEach((measure, those) -> grouping.split(those)
                .forEach((name, group) -> groups.computeIfAbsent(name, unused -> new EnumMap<>(Measure.class))
                        .put(measure, group)));
        List<String> largest = groups.entrySet().stream()
                .sorted(Comparator.comparingInt(
                                (Map.Entry<String, Map<Measure, List<Outcome>>> group) -> -size(group.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_GROUPS)
                .map(Map.Entry::getKey)
                .toList();
        List<Measure> measures = List.copyOf(outcomes.keySet());
        List<Row> rows = new ArrayList<>();
        List<Map<Measure, List<Outcome>>> others = new ArrayList<>();
        groups.forEach((name, group) -> {
            if (largest.contains(name)) {
                rows.add(row(name, List.of(group), measures));
            } else {
                others.add(group);
            }
        });
        if (!others.isEmpty()) {
            rows.add(row("", others, measures));
        }
        return new GroupedErrors(measures, rows);
    }

    private static int size(Map<Measure, List<Outcome>> group) {
        return group.values().stream().mapToInt(List::size).max().orElse(0);
    }

    private static Row row(String name, List<Map<Measure, List<Outcome>>> groups, List<Measure> measures) {
        Map<Measure, ErrorSummary> errors = new EnumMap<>(Measure.class);
        int rows = 0;
        for (Measure measure : measures) {
            List<Outcome> outcomes = groups.stream()
                    .flatMap(group -> group.getOrDefault(measure, List.of()).stream())
                    .toList();
            errors.put(measure, ErrorSummary.of(outcomes));
            rows = Math.max(rows, outcomes.size());
        }
        return new Row(name, groups.size(), rows, errors);
    }
}
