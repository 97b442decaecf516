package dev.meshwright.lab.error.report;

import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.Suspect;
import dev.meshwright.lab.error.WorstRow;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowLabels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The worst predictions of a measure and what is likely wrong with them.
 *
 * @param rows worst first
 * @param findings one for each model, GPU and engine that has enough rows to tell
 */
public record WorstRows(List<WorstRow> rows, List<Finding> findings) {

    /** Groups of fewer rows have no common cause. */
    private static final int FEWEST = 3;

    /** A group whose median error is below this share of a row's own error is not to blame for it. */
    private static final double ALONE = 0.25;

    public WorstRows {
        rows = List.copyOf(rows);
        findings = List.copyOf(findings);
    }

    /** What is likely wrong with the worst rows of one model, GPU and engine. */
    public record Finding(Group group, Cause cause) {}

    /** What the rows of a finding share. */
    public record Group(String model, String gpu, String engine) {
        private static Group of(WorstRow row) {
            RowLabels labels = row.outcome().labels();
            return new Group(labels.model(), labels.gpu(), labels.engine());
        }
    }

    /** Why rows are far off. */
    public sealed interface Cause {

        /**
         * The others of their group are right: the rows stand out, no term does.
         *
         * @param worst how many of the worst rows are of the group
         * @param group errors of all its rows
         */
        record Alone(int worst, ErrorSummary group) implements Cause {}

        /** One term explains much of the group's errors. */
        record Term(Suspect suspect) implements Cause {}

        /** None does. */
        record Unexplained(ErrorSummary group) implements Cause {}
    }

    static WorstRows of(List<Outcome> outcomes, int number) {
        List<WorstRow> rows = WorstRow.of(outcomes, number);
        Map<Group, List<WorstRow>> groups =
                rows.stream().collect(Collectors.groupingBy(Group::of, LinkedHashMap::new, Collectors.toList()));
        return new WorstRows(
                rows,
                groups.entrySet().stream()
                        .filter(group -> group.getValue().getFirst().group().count() >= FEWEST)
                        .map(group -> new Finding(group.getKey(), cause(group.getValue())))
                        .toList());
    }

    private static Cause cause(List<WorstRow> rows) {
        WorstRow mildest = rows.getLast();
        double error = Math.abs(mildest.outcome().signedError().orElseThrow());
        ErrorSummary group = mildest.group();
        if (group.median() < ALONE * error) {
            return new Cause.Alone(rows.size(), group);
        }
        return mildest.suspect().<Cause>map(Cause.Term::new).orElseGet(() -> new Cause.Unexplained(group));
    }
}
