package dev.meshwright.lab.error;

import dev.meshwright.lab.row.Outcome;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A prediction that is far off.
 *
 * @param outcome measured and predicted
 * @param largest its largest term; empty where the measure has no parts
 * @param group errors of all rows of its model, GPU and engine
 * @param suspect the term that is likely wrong in all rows of its model, GPU and engine; empty where no single one is
 */
public record WorstRow(Outcome outcome, Optional<Outcome.Term> largest, ErrorSummary group, Optional<Suspect> suspect) {

    /** Which part of the prediction the largest term is; empty where the measure has no parts. */
    public OptionalDouble largestShare() {
        return largest.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(largest.get().amount() / outcome.predicted().orElseThrow());
    }

    /** The {@code number} predictions of one measure with the largest errors, worst first. */
    public static List<WorstRow> of(List<Outcome> outcomes, int number) {
        Map<String, List<Outcome>> groups = Suspect.groups(outcomes);
        Map<String, Optional<Suspect>> suspects = new HashMap<>();
        return outcomes.stream()
                .filter(outcome -> outcome.predicted().isPresent())
                .sorted(Comparator.comparingDouble((Outcome outcome) ->
                                -Math.abs(outcome.signedError().orElseThrow()))
                        .thenComparing(outcome -> outcome.labels().id()))
                .limit(number)
                .map(outcome -> new WorstRow(
                        outcome,
                        outcome.terms().stream().findFirst(),
                        ErrorSummary.of(groups.getOrDefault(Suspect.key(outcome), List.of())),
                        suspects.computeIfAbsent(
                                Suspect.key(outcome), key -> Suspect.of(groups.getOrDefault(key, List.of())))))
                .toList();
    }
}
