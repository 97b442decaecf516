package dev.meshwright.lab.error.report;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Formula;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.Grouping;
import dev.meshwright.lab.error.Half;
import dev.meshwright.lab.row.Outcome;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Errors of one measure.
 *
 * @param measure that was measured
 * @param all over all rows that are predicted
 * @param phases the same by phase, in alphabetical order; a phase without a prediction has no errors
 * @param groups for each grouping the errors by group, in alphabetical order
 * @param worst the worst rows and what is likely wrong with them
 * @param points predicted against measured by model
 */
public record MeasureErrors(
        Measure measure,
        Halves all,
        Map<String, Halves> phases,
        Map<Grouping, Map<String, ErrorSummary>> groups,
        WorstRows worst,
        List<PointGroup> points) {

    /**
     * Errors of a set of rows, and of its two halves.
     *
     * @param together over both
     * @param fitted over the rows that fits may use
     * @param heldOut over the rows that no fit has seen
     */
    public record Halves(ErrorSummary together, ErrorSummary fitted, ErrorSummary heldOut) {

        static Halves of(List<Outcome> outcomes) {
            return new Halves(
                    ErrorSummary.of(outcomes),
                    ErrorSummary.of(Half.FITTED.of(outcomes)),
                    ErrorSummary.of(Half.HELD_OUT.of(outcomes)));
        }

        /** Errors of one half. */
        public ErrorSummary of(Half half) {
            return switch (half) {
                case FITTED -> fitted;
                case HELD_OUT -> heldOut;
            };
        }
    }

    public MeasureErrors {
        phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
        groups = Collections.unmodifiableMap(new EnumMap<>(groups));
        points = List.copyOf(points);
    }

    /** What its mean error is called in derivations. */
    public String quantity(String file) {
        return measure.words() + ": mean error, " + file;
    }

    /** How its mean error comes about. */
    Derivation derivation(String file) {
        double sum = all.together().mean() * all.together().count();
        return Derivation.of(
                quantity(file),
                Dimension.FRACTION,
                new Formula("errors / rows"),
                List.of(
                        Derivation.Input.named(Derivation.given(
                                "errors",
                                sum,
                                Dimension.FRACTION,
                                "|predicted / measured - 1| of every predicted row, summed: the table has both")),
                        Derivation.Input.named(Derivation.given(
                                "rows",
                                all.together().count(),
                                Dimension.COUNT,
                                "rows of " + file + " that are predicted"))),
                "");
    }

    static MeasureErrors of(Measure measure, List<Outcome> outcomes, int worst) {
        List<Outcome> predicted = outcomes.stream()
                .filter(outcome -> outcome.predicted().isPresent())
                .toList();
        Map<String, Halves> phases = new LinkedHashMap<>();
        Grouping.PHASE.split(outcomes).forEach((phase, those) -> phases.put(phase, Halves.of(those)));
        Map<Grouping, Map<String, ErrorSummary>> groups = new EnumMap<>(Grouping.class);
        for (Grouping grouping : Grouping.values()) {
            Map<String, ErrorSummary> errors = new LinkedHashMap<>();
            grouping.split(predicted).forEach((name, those) -> errors.put(name, ErrorSummary.of(those)));
            groups.put(grouping, Collections.unmodifiableMap(errors));
        }
        return new MeasureErrors(
                measure,
                Halves.of(outcomes),
                phases,
                groups,
                WorstRows.of(outcomes, worst),
                PointGroup.of(Grouping.MODEL.split(predicted)));
    }
}
