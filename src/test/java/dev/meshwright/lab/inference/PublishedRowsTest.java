package dev.meshwright.lab.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.error.PublishedMeasurements;
import dev.meshwright.lab.error.Residuals;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.PredictedRow;
import dev.meshwright.lab.row.RowPrediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * All published rows: which are predicted, which are not and why, and how far off the kinds are that no fit uses; prints
 * the latter with {@code mvn test -Dtest=PublishedRowsTest}.
 */
class PublishedRowsTest {

    private static Validation validation = new Validation(new PublishedMeasurements(), List.of());

    @BeforeAll
    static void predict() {
        validation = Validation.of(
                new PublishedMeasurements(),
                new PublishedMeasurements()
                        .read(CsvTable.read(SharedData.require("data/measurements/published.csv"))
                                .rows()),
                MeasuredRows.catalogues());
    }

    @Test
    void fewRowsAreRefusedAndEachSaysWhy() {
        assertThat(validation.rows()).hasSize(535);
        assertThat(validation.predicted()).isGreaterThanOrEqualTo(515);
        for (PredictedRow row : validation.rows()) {
            RowPrediction prediction = row.prediction();
            assertThat(prediction.cells().isEmpty())
                    .as(row.row().source().cells().get("id") + ": " + prediction.reason())
                    .isEqualTo(!prediction.predicted());
            // No row falls through to the message for phases that nobody thought of.
            assertThat(prediction.reason()).doesNotStartWith("no prediction of phase");
        }
    }

    @Test
    void kindsThatNoFitUses() {
        Map<String, List<Outcome>> kinds = validation.pureTests().stream()
                .map(row -> row.prediction().outcomes().getFirst())
                .collect(Collectors.groupingBy(
                        outcome -> outcome.labels().phase().words() + " "
                                + outcome.labels().gpu()));
        kinds.forEach((kind, outcomes) -> {
            System.out.println(kind);
            for (Outcome outcome : outcomes) {
                System.out.printf(
                        Locale.ROOT,
                        "  %-46s %-24s %12.4g %12.4g %+6.1f %%%n",
                        outcome.labels().id(),
                        outcome.labels().layout(),
                        outcome.measured(),
                        outcome.predicted().orElseThrow(),
                        100 * outcome.signedError().orElseThrow());
            }
        });
        assertThat(median(Phase.MAXIMAL_LOAD)).isLessThan(0.15);
        assertThat(median(Phase.STATIC_BATCH)).isLessThan(0.4);
        assertThat(median(Phase.PROMPT_LATENCY)).isLessThan(0.15);
        assertThat(median(Phase.TOKEN_LATENCY)).isLessThan(0.15);
        assertThat(median(Phase.MIXTURE_LAYER)).isLessThan(0.3);
        assertThat(median(Phase.TRAINING_FINE_TUNING)).isLessThan(0.15);
    }

    private static double median(Phase phase) {
        return ErrorSummary.of(validation.pureTests().stream()
                        .map(row -> row.prediction().outcomes().getFirst())
                        .filter(outcome -> outcome.labels().phase() == phase)
                        .toList())
                .median();
    }

    /**
     * TensorRT-LLM 0.6.1 has no decode kernel for grouped heads yet: what its batches of LLaMA-70B (eight query heads for
     * a key head) take beyond the prediction, in units of the attention core.
     */
    @Test
    void groupedHeadsBeforeTheirKernel() {
        List<Double> multiples = new ArrayList<>();
        for (PredictedRow row : validation.pureTests()) {
            Map<String, String> cells = row.row().source().cells();
            if (cells.get("id").startsWith("trtllm061-LLaMA-70B-H100")) {
                DeploymentTimes times =
                        new DeploymentTimes(InferenceCase.of(InferenceRow.of(cells), MeasuredRows.catalogues()));
                InferenceRow read = times.deployed().row();
                double batch = read.sequences() * read.outputTokens() / (read.measured() * read.gpus());
                double step = (batch - times.promptSeconds()) / (read.outputTokens() - 1);
                Evaluation predicted = times.step(times.meanContext());
                double core = predicted.phases().stream()
                        .filter(phase -> phase.component() == Component.ATTENTION_CORE)
                        .mapToDouble(Evaluation.Phase::seconds)
                        .sum();
                double multiple = 1 + (step - predicted.performance().stepSeconds()) / core;
                System.out.printf(Locale.ROOT, "%-40s attention takes %.1f times%n", cells.get("id"), multiple);
                multiples.add(multiple);
            }
        }
        assertThat(multiples).hasSize(4).allSatisfy(multiple -> assertThat(multiple)
                .isBetween(2.0, 8.0));
    }

    /** Intervals of prefill and decode speak of units alone, those of training of the rows that they spoke of before. */
    @Test
    void newKindsStayOutOfTheIntervals() {
        Residuals all = new Residuals(row -> java.util.Optional.empty());
        all.add(validation);
        Residuals old = new Residuals(row -> java.util.Optional.empty());
        List<PredictedRow> before = new ArrayList<>(validation.rows());
        before.removeAll(validation.pureTests());
        old.add(new Validation(validation.kind(), before));
        for (String phase : List.of("prefill", "decode", "serving", "training")) {
            assertThat(lines(all, phase)).isEqualTo(lines(old, phase));
        }
        assertThat(lines(all, "decode")).isNotEmpty();
        assertThat(validation.units()).allSatisfy(row -> assertThat(
                        row.prediction().outcomes().getFirst().labels().phase())
                .isIn(Phase.PREFILL, Phase.DECODE));
    }

    private static List<String> lines(Residuals residuals, String phase) {
        return residuals
                .properties()
                .lines()
                .filter(line -> line.startsWith(phase + "."))
                .toList();
    }
}
