package dev.meshwright.lab.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.io.tree.CsvTable;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the table of scripts says of the measured rows; prints the counts of docs/ACCURACY.md. */
class InferencexRecipesTest {

    private final List<ServingRow> rows =
            CsvTable.read(SharedData.require("data/measurements/serving.csv")).rows().stream()
                    .map(ServingRow::of)
                    .toList();

    @Test
    void everyRowOfInferencexHasAScript() {
        // Another benchmark of NVIDIA's, some of it with the same lengths.
        assertThat(rows.stream()
                        .filter(row -> InferencexRecipes.settings(row).isEmpty())
                        .map(ServingRow::modelPath)
                        .distinct())
                .containsExactly("Qwen/Qwen3-32B");
    }

    @Test
    void whatRanIsALayoutOfAsManyGpusOrFewer() {
        assertThat(rows).allSatisfy(row -> {
            RowDegrees ran = ServingRecipe.of(row).deployed(row).degrees();
            assertThat(ran.gpus())
                    .as("%s", row)
                    .isLessThanOrEqualTo(row.degrees().gpus());
            // Rows of dense models have no degrees of experts.
            assertThat(ran.expert() * ran.expertTensor()).as("%s", row).isIn(1, ran.tensor() * ran.data());
        });
        long split = count(row -> !ran(row).equals(row.degrees())
                && ran(row).gpus() == row.degrees().gpus());
        long smaller = count(row -> ran(row).gpus() < row.degrees().gpus());
        long speculative = count(row -> ServingRecipe.of(row).drafts() > 0);
        long other = count(
                row -> !ran(row).equals(row.degrees()) || ServingRecipe.of(row).drafts() > 0);
        long held = count(row -> ServingRecipe.of(row).requestInterval() > 1
                || ServingRecipe.of(row).batchWait() > 0);
        System.out.printf(
                "rows: %d, of InferenceX %d; otherwise split than labelled %d; on fewer GPUs %d; speculative %d (any of these %d); held back %d%n",
                rows.size(), count(ServingRow::ofInferencex), split, smaller, speculative, other, held);
        assertThat(split).isPositive();
        assertThat(smaller).isPositive();
        assertThat(speculative).isPositive();
    }

    private static RowDegrees ran(ServingRow row) {
        return ServingRecipe.of(row).degrees();
    }

    private long count(Predicate<ServingRow> wanted) {
        return rows.stream().filter(wanted).count();
    }
}
