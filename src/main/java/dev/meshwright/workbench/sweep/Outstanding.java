package dev.meshwright.workbench.sweep;

import dev.meshwright.io.sweep.ScenarioRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which rows stand out, of every combination of values of the axes that a sweep groups by. Those that miss a target do not count.
 *
 * @param best the row of every group with the most tokens per second and GPU, of equals the quickest
 * @param front rows that no other of their group beats both in tokens per second and GPU and in tokens per second of a user
 */
public record Outstanding(List<Map<String, Object>> best, List<Map<String, Object>> front) {

    public Outstanding {
        best = List.copyOf(best);
        front = List.copyOf(front);
    }

    /** Of rows in the order of their scenarios. */
    static Outstanding among(List<Map<String, Object>> rows, List<String> groups) {
        Map<List<String>, List<Map<String, Object>>> grouped = new LinkedHashMap<>();
        for (Map<String, Object> row : rows) {
            if (ScenarioRow.worth(row) > Double.NEGATIVE_INFINITY) {
                List<String> group = groups.stream()
                        .map(axis -> String.valueOf(ScenarioRow.values(row).get(axis)))
                        .toList();
                grouped.computeIfAbsent(group, unused -> new ArrayList<>()).add(row);
            }
        }
        List<Map<String, Object>> best = new ArrayList<>();
        List<Map<String, Object>> front = new ArrayList<>();
        for (List<Map<String, Object>> group : grouped.values()) {
            List<Map<String, Object>> fastest = group.stream()
                    .sorted(Comparator.<Map<String, Object>>comparingDouble(ScenarioRow::worth)
                            .reversed()
                            .thenComparingDouble(Outstanding::seconds))
                    .toList();
            best.add(fastest.getFirst());
            front.addAll(unbeaten(fastest));
        }
        return new Outstanding(best, front);
    }

    /** Of rows with ever fewer tokens per second and GPU those whose users get more than with any before. */
    private static List<Map<String, Object>> unbeaten(List<Map<String, Object>> fastest) {
        List<Map<String, Object>> front = new ArrayList<>();
        double quickest = Double.POSITIVE_INFINITY;
        for (Map<String, Object> row : fastest) {
            if (seconds(row) < quickest) {
                front.add(row);
                quickest = seconds(row);
            }
        }
        return front;
    }

    /** Of an output token; for ever where none is written. */
    private static double seconds(Map<String, Object> row) {
        return ScenarioRow.value(row, "timePerOutputToken") instanceof Number number
                ? number.doubleValue()
                : Double.POSITIVE_INFINITY;
    }

    /** Numbers of scenarios. */
    static Set<Long> numbers(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> (Long) row.get("scenario")).collect(Collectors.toSet());
    }
}
