package dev.meshwright.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.SharedData;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.error.report.LeftOut;
import dev.meshwright.lab.row.CellText;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.serving.ServingMeasurements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Fits the engines' constants to campaigns of serving measurements and prints them, and what each is worth on campaigns that are
 * left out. Takes minutes; runs with {@code -Dmeshwright.fit=true}.
 */
@Tag("slow")
class FitEnginesTest {

    @Test
    void fitsTheEnginesConstants() {
        assumeTrue(Boolean.getBoolean("meshwright.fit"), "skipped: runs with -Dmeshwright.fit=true");
        Map<String, Validation> measured = measured();
        CampaignFit fit = CampaignFit.of(rows(measured), ServingRows.CATALOGUES);
        for (EngineExpectation constant : EngineExpectation.ALL) {
            System.out.printf(
                    Locale.ROOT, "%s = %.3g%n", constant.name(), fit.fitted().value(constant.name()));
        }
        ConstantWorth.printHeld(fit.fit(), fit.all());
        ConstantWorth.print(fit.fit(), fit.all());
        LeftOut left = left(fit, measured);
        print("all", left);
        assertThat(left.medianOfMedians(LeftOut.Campaign::perToken)).isLessThan(0.08);
        assertThat(left.medianOfMedians(LeftOut.Campaign::firstToken)).isLessThan(0.2);
    }

    /** The bundled constants predict campaigns that they have not seen, by the command that docs/ACCURACY.md names. */
    private static LeftOut left(CampaignFit fit, Map<String, Validation> measured) {
        Map<String, Validation> files = new LinkedHashMap<>();
        measured.forEach((name, validation) -> files.put(name, fit.leftOut(validation, done -> {})));
        return LeftOut.of(fit.used(), files);
    }

    private static void print(String name, LeftOut left) {
        System.out.printf(
                Locale.ROOT,
                "%s: campaigns left out, median of medians: TPOT %.1f %%, TTFT %.1f %%%n",
                name,
                100 * left.medianOfMedians(LeftOut.Campaign::perToken),
                100 * left.medianOfMedians(LeftOut.Campaign::firstToken));
    }

    private static List<MeasuredRow> rows(Map<String, Validation> measured) {
        List<MeasuredRow> rows = new ArrayList<>();
        measured.values().forEach(validation -> validation.rows().forEach(row -> rows.add(row.row())));
        return rows;
    }

    private static Map<String, Validation> measured() {
        Map<String, Validation> files = new LinkedHashMap<>();
        ServingMeasurements kind = new ServingMeasurements();
        for (String file : List.of("serving.csv", "serving_2.csv")) {
            List<MeasuredRow> rows =
                    kind.read(CsvTable.read(SharedData.require("data/measurements/" + file)).rows().stream()
                            .map(CellText::read)
                            .toList());
            files.put(file, Validation.of(kind, rows, ServingRows.CATALOGUES));
        }
        return files;
    }

    @Test
    void constantsThatAreCalledFittedAreFitted() {
        assertThat(EngineExpectation.ALL.stream().map(EngineExpectation::name))
                .containsExactlyElementsOf(EngineConstants.FITTED);
    }

    /** The bundled constants hold on rows that the fit saw and on those that it did not. */
    @Test
    void bundledConstantsHoldOnBothHalves() {
        List<ServingRows.Row> rows = ServingRows.all();
        ServingErrors errors = ServingErrors.of(rows, EngineConstants.standard());
        System.out.println("| rows | count | TPOT median | mean | TTFT median | mean |");
        System.out.println(errors.line("all", row -> true));
        assertThat(errors.medianPerToken(ServingRows.Row::fitted)).isLessThan(6);
        assertThat(errors.meanPerToken(ServingRows.Row::fitted)).isLessThan(9);
        assertThat(errors.medianPerToken(row -> !row.fitted())).isLessThan(6.5);
        assertThat(errors.meanPerToken(row -> !row.fitted())).isLessThan(9);
        assertThat(errors.medianFirstToken(row -> true)).isLessThan(16);
        assertThat(errors.meanFirstToken(row -> true)).isLessThan(24);
    }
}
