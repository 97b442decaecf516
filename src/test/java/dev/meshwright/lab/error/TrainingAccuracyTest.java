package dev.meshwright.lab.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.training.TrainingMeasurements;
import dev.meshwright.lab.training.TrainingMemoryMeasurements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Predictions against published training and large-scale measurements; prints the tables of docs/ACCURACY.md with
 * {@code mvn test -Dtest=TrainingAccuracyTest}.
 */
class TrainingAccuracyTest {

    private static final Catalogues CATALOGUES = MeasuredRows.catalogues();

    /** Publication says which rows are of a kind that is predicted well; half of them no fit has seen. */
    @Test
    void publishedTrainingRuns() {
        Validation validation = validation(published("train"));
        Map<String, List<Outcome>> outcomes =
                Grouping.PHASE.split(validation.byMeasure().getOrDefault(Measure.STEP_TIME, List.of()));
        List<Outcome> complete = outcomes.getOrDefault("training", List.of());
        print("training, complete rows", complete);
        print("  fitted half", only(complete, TrainingMeasurements::inFittedHalf));
        print("  other half", only(complete, id -> !TrainingMeasurements.inFittedHalf(id)));
        print("training, partial rows", outcomes.getOrDefault("training-partly-stated", List.of()));
        table("by model", complete, outcome -> outcome.labels().model());
        table("by GPU", complete, outcome -> outcome.labels().gpu());
        worst(complete);
        validation.unpredicted().forEach((reason, rows) -> System.out.println(rows + " not predicted: " + reason));
        assertThat(complete).hasSizeGreaterThanOrEqualTo(190);
        double[] all = errors(complete);
        assertThat(median(all)).isLessThan(0.10);
        assertThat(mean(all)).isLessThan(0.15);
        double[] unseen = errors(only(complete, id -> !TrainingMeasurements.inFittedHalf(id)));
        assertThat(median(unseen)).isLessThan(0.10);
        assertThat(mean(unseen)).isLessThan(0.15);
    }

    /** Models cut to a few layers, with what the allocator handed out at most. */
    @Test
    void timeAndMemoryOfCutModels() {
        List<Map<String, String>> rows = CsvTable.read(SharedData.require("data/measurements/training_memory.csv"))
                .rows();
        Map<Measure, List<Outcome>> outcomes = Validation.of(
                        new TrainingMemoryMeasurements(), new TrainingMemoryMeasurements().read(rows), CATALOGUES)
                .byMeasure();
        List<Outcome> time = outcomes.getOrDefault(Measure.STEP_TIME, List.of());
        List<Outcome> memory = outcomes.getOrDefault(Measure.MEMORY, List.of());
        print("cut models, step time", time);
        print("cut models, memory", memory);
        worst(time);
        assertThat(memory).hasSize(22);
        assertThat(mean(errors(memory))).isLessThan(0.03);
        assertThat(mean(errors(time))).isLessThan(0.09);
    }

    /** Units of DeepSeek, SGLang, Ant and Meituan. */
    @Test
    void largeScaleExpertParallelism() {
        List<Map<String, String>> rows = new ArrayList<>();
        for (String phase : List.of("prefill", "decode")) {
            for (Map<String, String> row : published(phase)) {
                if (row.get("id").matches("(dsday6|dsprofile|sglang|k2-128h200|ant-h20|longcat)-.*")) {
                    rows.add(row);
                }
            }
        }
        Validation validation = validation(rows);
        List<Outcome> outcomes = validation.outcomes();
        validation.unpredicted().forEach((reason, count) -> System.out.println(count + " not predicted: " + reason));
        for (Outcome outcome : outcomes) {
            System.out.printf(
                    Locale.ROOT,
                    "%-30s %8.0f %8.0f %s%n",
                    outcome.labels().id(),
                    outcome.measured(),
                    outcome.predicted().orElseThrow(),
                    signed(outcome));
        }
        double[] errors = errors(outcomes);
        assertThat(errors).hasSizeGreaterThanOrEqualTo(18);
        assertThat(Arrays.stream(errors).filter(error -> error <= 0.2).count()).isGreaterThanOrEqualTo(12);
    }

    private static List<Map<String, String>> published(String phase) {
        return CsvTable.read(SharedData.require("data/measurements/published.csv")).rows().stream()
                .filter(row -> row.get("phase").equals(phase))
                .toList();
    }

    private static List<Outcome> only(List<Outcome> outcomes, Predicate<String> ids) {
        return outcomes.stream()
                .filter(outcome -> ids.test(outcome.labels().id()))
                .toList();
    }

    private static void table(String name, List<Outcome> outcomes, Function<Outcome, String> key) {
        Map<String, List<Outcome>> groups =
                outcomes.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
        System.out.println(name);
        groups.forEach((group, rows) -> print("  " + group, rows));
    }

    private static void worst(List<Outcome> outcomes) {
        outcomes.stream()
                .sorted(Comparator.comparingDouble((Outcome outcome) ->
                                Math.abs(outcome.signedError().orElseThrow()))
                        .reversed())
                .limit(10)
                .forEach(outcome -> System.out.printf(
                        Locale.ROOT,
                        "  worst: %-34s %-26s %-8s %8.3f %8.3f %s  %s%n",
                        outcome.labels().id(),
                        outcome.labels().model(),
                        outcome.labels().gpu(),
                        outcome.measured(),
                        outcome.predicted().orElseThrow(),
                        signed(outcome),
                        outcome.terms().stream()
                                .limit(3)
                                .map(term -> String.format(Locale.ROOT, "%s %.2f", term.name(), term.amount()))
                                .toList()));
    }

    private static String signed(Outcome outcome) {
        return String.format(
                Locale.ROOT, "%+.1f %%", 100 * outcome.signedError().orElseThrow());
    }

    private static void print(String name, List<Outcome> outcomes) {
        double[] errors = errors(outcomes);
        double signed = outcomes.stream()
                .mapToDouble(outcome -> outcome.signedError().orElseThrow())
                .average()
                .orElse(0);
        System.out.printf(
                Locale.ROOT,
                "%-40s %3d rows, median %5.1f %%, mean %5.1f %%, mean signed %+5.1f %%%n",
                name,
                errors.length,
                100 * median(errors),
                100 * mean(errors),
                100 * signed);
    }

    private static double[] errors(List<Outcome> outcomes) {
        return outcomes.stream()
                .mapToDouble(outcome -> Math.abs(outcome.signedError().orElseThrow()))
                .sorted()
                .toArray();
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static Validation validation(List<Map<String, String>> rows) {
        PublishedMeasurements kind = new PublishedMeasurements();
        return Validation.of(kind, kind.read(rows), CATALOGUES);
    }
}
