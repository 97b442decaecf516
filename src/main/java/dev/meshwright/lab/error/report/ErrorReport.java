package dev.meshwright.lab.error.report;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.Grouping;
import dev.meshwright.lab.error.Regret;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.error.Validation.Starts;
import dev.meshwright.lab.row.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the predictions of a file lie from its measurements.
 *
 * @param kind of the rows, in words
 * @param rows in the file
 * @param predicted how many of them are
 * @param unpredicted how many are not, by reason
 * @param measures errors of each measure that some row has
 * @param byGroup for each grouping the errors of all measures by group, rows without a prediction counted
 * @param byPredictedGroup the same over predicted rows alone
 * @param regret what choosing layouts by these predictions costs
 * @param starts of engines: how many are predicted as they went
 * @param units of prefill and decode, prefill first, otherwise in the order of the file
 * @param pureTests other rows that no fit uses, summed up
 */
public record ErrorReport(
        String kind,
        int rows,
        int predicted,
        Map<String, Integer> unpredicted,
        List<MeasureErrors> measures,
        Map<Grouping, GroupedErrors> byGroup,
        Map<Grouping, GroupedErrors> byPredictedGroup,
        Regret regret,
        Starts starts,
        List<UnitError> units,
        List<PureTestErrors> pureTests) {

    public ErrorReport {
        unpredicted = Collections.unmodifiableMap(new TreeMap<>(unpredicted));
        measures = List.copyOf(measures);
        byGroup = Collections.unmodifiableMap(new EnumMap<>(byGroup));
        byPredictedGroup = Collections.unmodifiableMap(new EnumMap<>(byPredictedGroup));
        units = List.copyOf(units);
        pureTests = List.copyOf(pureTests);
    }

    /**
     * Sums {@code validation} up.
     *
     * @param worst how many of the worst predictions of each measure are looked into
     */
    public static ErrorReport of(Validation validation, int worst) {
        Map<Measure, List<Outcome>> outcomes = validation.byMeasure();
        Map<Measure, List<Outcome>> predicted = new EnumMap<>(Measure.class);
        outcomes.forEach((measure, those) -> predicted.put(measure, predicted(those)));
        List<MeasureErrors> measures = new ArrayList<>();
        outcomes.forEach((measure, those) -> measures.add(MeasureErrors.of(measure, those, worst)));
        Map<Grouping, GroupedErrors> byGroup = new EnumMap<>(Grouping.class);
        Map<Grouping, GroupedErrors> byPredictedGroup = new EnumMap<>(Grouping.class);
        for (Grouping grouping : Grouping.values()) {
            byGroup.put(grouping, GroupedErrors.of(outcomes, grouping));
            byPredictedGroup.put(grouping, GroupedErrors.of(predicted, grouping));
        }
        return new ErrorReport(
                validation.kind().name(),
                validation.rows().size(),
                validation.predicted(),
                validation.unpredicted(),
                measures,
                byGroup,
                byPredictedGroup,
                validation.regret(),
                validation.starts(),
                UnitError.of(validation.units()),
                PureTestErrors.of(validation.pureTests()));
    }

    private static List<Outcome> predicted(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.predicted().isPresent())
                .toList();
    }
}
