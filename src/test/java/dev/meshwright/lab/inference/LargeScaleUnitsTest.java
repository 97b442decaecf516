package dev.meshwright.lab.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.UnpredictableRowException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The units of large-scale expert parallelism, in every way in which they can have run, each with the largest terms of a
 * pass: where a prediction comes from. Nothing is fitted to them; half of them must be within an eighth.
 */
class LargeScaleUnitsTest {

    private static final int TERMS = 12;

    private static final Catalogues CATALOGUES = MeasuredRows.catalogues();

    @Test
    void halfOfTheUnitsAreWithinASeventh() {
        List<Double> errors = new ArrayList<>();
        for (Map<String, String> row : CsvTable.read(SharedData.require("data/measurements/published.csv"))
                .rows()) {
            String phase = row.getOrDefault("phase", "");
            if (phase.equals("prefill") || phase.equals("decode")) {
                try {
                    errors.add(error(LargeScaleRow.of(row)));
                } catch (UnpredictableRowException exception) {
                    // Said by validate, with the reason.
                    continue;
                }
            }
        }
        errors.sort(Comparator.naturalOrder());
        assertThat(errors).hasSizeGreaterThan(15);
        assertThat(errors.get(errors.size() / 2)).isLessThan(1.0 / 7);
    }

    /** Absolute relative error of the fastest way. */
    private static double error(LargeScaleRow row) {
        double fastest = LargeScaleCase.of(row, CATALOGUES.models(), CATALOGUES.gpus()).stream()
                .mapToDouble(unit -> rate(row, unit))
                .max()
                .orElseThrow();
        return Math.abs(fastest / row.tokensPerSecondPerGpu() - 1);
    }

    private static double rate(LargeScaleRow row, LargeScaleCase unit) {
        Evaluation evaluation = new CostModel(CATALOGUES.question(unit.problem())).evaluate(unit.layout());
        double predicted = unit.tokensPerSecondPerGpu(evaluation);
        System.out.printf(
                Locale.ROOT,
                "%-28s %-11s measured %6.0f predicted %6.0f tokens/s %+6.1f %%  step %.2f ms, %d x %d sequences%n",
                row.id(),
                row.gpu(),
                row.tokensPerSecondPerGpu(),
                predicted,
                100 * (predicted / row.tokensPerSecondPerGpu() - 1),
                1e3 * evaluation.performance().stepSeconds(),
                unit.layout().degrees().microBatches(),
                unit.layout().degrees().sequencesPerRank()
                        / unit.layout().degrees().microBatches());
        evaluation.phases().stream()
                .sorted(Comparator.comparingDouble(Phase::seconds).reversed())
                .limit(TERMS)
                .forEach(phase -> System.out.printf(
                        Locale.ROOT,
                        "    %-24s %9.3f ms %8.1f TFLOP/s %7.2f TB/s%n",
                        phase.component(),
                        1e3 * phase.seconds(),
                        phase.flops() / phase.seconds() * 1e-12,
                        phase.memoryBytes() / phase.seconds() * 1e-12));
        return predicted;
    }
}
