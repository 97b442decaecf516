package dev.meshwright.lab.error;

import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The term that is likely wrong in a group of predictions that share model, GPU, engine and measure: the one that, all
 * its amounts multiplied by one factor, leaves the smallest median error. A term that would have to change by more than
 * a factor of ten is not suspected: something else is missing then.
 *
 * @param term its name
 * @param factor what it would have to be multiplied by
 * @param rows predictions of the group
 * @param before median absolute error of the group as predicted
 * @param after the same with the term multiplied
 */
public record Suspect(String term, double factor, int rows, double before, double after) {

    private static final double MOST = 10;
    private static final int STEPS = 120;

    /** A term is not accused of what it explains by less than this share of the error. */
    private static final double WORTH = 0.1;

    /** Fewer rows can be explained by anything. */
    private static final int FEWEST = 3;

    /** Who is likely wrong in the outcomes of one group; empty where no single term is. */
    static Optional<Suspect> of(List<Outcome> group) {
        List<Outcome> predicted = group.stream()
                .filter(outcome ->
                        outcome.predicted().isPresent() && !outcome.terms().isEmpty())
                .toList();
        if (predicted.size() < FEWEST) {
            return Optional.empty();
        }
        double[] nothing = new double[predicted.size()];
        double before = medianError(predicted, nothing, 1);
        Set<String> names = new LinkedHashSet<>();
        predicted.forEach(outcome -> outcome.terms().forEach(term -> names.add(term.name())));
        Suspect best = null;
        for (String name : names) {
            double[] amounts = predicted.stream()
                    .mapToDouble(outcome -> amount(outcome, name))
                    .toArray();
            for (int step = -STEPS; step <= STEPS; step++) {
                double factor = Math.pow(MOST, (double) step / STEPS);
                double after = medianError(predicted, amounts, factor);
                if (after < before * (1 - WORTH) && (best == null || after < best.after())) {
                    best = new Suspect(name, factor, predicted.size(), before, after);
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static double amount(Outcome outcome, String name) {
        return outcome.terms().stream()
                .filter(term -> term.name().equals(name))
                .mapToDouble(Outcome.Term::amount)
                .sum();
    }

    private static double medianError(List<Outcome> outcomes, double[] amounts, double factor) {
        double[] errors = new double[amounts.length];
        Arrays.setAll(errors, index -> {
            Outcome outcome = outcomes.get(index);
            double predicted = outcome.predicted().orElseThrow() + (factor - 1) * amounts[index];
            return Math.abs(predicted / outcome.measured() - 1);
        });
        return ErrorSummary.median(errors);
    }

    /** Outcomes of one measure by the group in which a common cause is looked for. */
    static Map<String, List<Outcome>> groups(List<Outcome> outcomes) {
        Map<String, List<Outcome>> groups = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            groups.computeIfAbsent(key(outcome), unused -> new ArrayList<>()).add(outcome);
        }
        return groups;
    }

    static String key(Outcome outcome) {
        RowLabels labels = outcome.labels();
        return String.join(
                " | ",
                labels.model(),
                labels.gpu(),
                labels.engine(),
                labels.phase().words());
    }
}
