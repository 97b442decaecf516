package dev.meshwright.lab.error.report;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.PredictedRow;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows that no fit uses and that are no units, with the same thing measured with the same engine on the same GPU.
 *
 * @param kind what was measured, with what, on what
 * @param errors over the rows
 * @param assumed what one of the rows does not state and its prediction takes for granted, in alphabetical order
 */
public record PureTestErrors(Kind kind, ErrorSummary errors, List<String> assumed) {

    /** What such rows share. */
    public record Kind(Phase phase, Measure measure, String engine, String gpu) {

        private static Kind of(PredictedRow row) {
            Outcome outcome = first(row);
            return new Kind(
                    outcome.labels().phase(),
                    outcome.measure(),
                    row.row().source().software().orElse(outcome.labels().engine()),
                    outcome.labels().gpu());
        }

        /** What was measured, in words. */
        public String words() {
            return phase.words() + ", " + measure.words();
        }

        private String inOrder() {
            return String.join("|", words(), engine, gpu);
        }
    }

    public PureTestErrors {
        assumed = List.copyOf(assumed);
    }

    static List<PureTestErrors> of(List<PredictedRow> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        Kind::of, () -> new TreeMap<>(Comparator.comparing(Kind::inOrder)), Collectors.toList()))
                .entrySet()
                .stream()
                .map(group -> new PureTestErrors(
                        group.getKey(),
                        ErrorSummary.of(group.getValue().stream()
                                .map(PureTestErrors::first)
                                .toList()),
                        group.getValue().stream()
                                .flatMap(row -> row.prediction().assumed().stream())
                                .distinct()
                                .sorted()
                                .toList()))
                .toList();
    }

    private static Outcome first(PredictedRow row) {
        return row.prediction().outcomes().getFirst();
    }
}
