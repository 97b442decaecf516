package dev.meshwright.cost.efficiency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.io.catalogue.EfficiencyFiles;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Judges the bundled constants of a family against the tables: prints rows and errors per GPU and regime for the half of the
 * rows that was fitted and for the other half, and holds the other half's median under a bound.
 */
final class Judgement {

    private Judgement() {}

    static <S extends Record> void hold(
            String family, Function<KernelEfficiency, S> choice, List<Observation<S>> all, double largestMedian) {
        S surface = choice.apply(EfficiencyFiles.read(family));
        List<Observation<S>> rows = KernelTables.ofFamily(family, all);
        ErrorTable.print(family + " " + surface, surface, rows);
        // Rows of groups that are only shown (other kernels, other GPUs) have no fitted half and no part in the bound.
        List<String> fitted = rows.stream()
                .filter(Observation::fitted)
                .map(Observation::group)
                .distinct()
                .collect(Collectors.toList());
        assertThat(fitted).as("groups of %s with fitted rows", family).isNotEmpty();
        double median = ErrorTable.medianError(surface, rows, row -> !row.fitted() && fitted.contains(row.group()));
        assertThat(median)
                .as("median error of %s over the rows that were not fitted", surface)
                .isLessThan(largestMedian);
    }
}
