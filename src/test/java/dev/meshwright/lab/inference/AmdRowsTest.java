package dev.meshwright.lab.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.cost.efficiency.ByPrecision;
import dev.meshwright.cost.efficiency.Collectives;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.io.catalogue.EfficiencyFiles;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.error.PublishedMeasurements;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.row.Catalogues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Published batches of Llama-3.1 on eight MI300X, which no constant has seen: their errors, and what they would be without a
 * part of the family's constants; prints them with {@code mvn test -Dtest=AmdRowsTest}.
 */
class AmdRowsTest {

    private static final KernelEfficiency CDNA3 = EfficiencyFiles.read("cdna3");
    private static final KernelEfficiency GENERIC = EfficiencyFiles.read("generic");

    @Test
    void nineBatchesThatNoFitUses() {
        double[] family = errors("cdna3", CDNA3);
        assertThat(family).hasSize(9);
        for (double error : family) {
            assertThat(error).isBetween(-0.2, 0.2);
        }
        double[] generic = errors("generic", GENERIC);
        for (int i = 0; i < family.length; i++) {
            assertThat(Math.abs(family[i])).isLessThan(generic[i] / 2);
        }
    }

    @Test
    void partsOfTheFamily() {
        double[] whole = errors("cdna3", CDNA3);
        double[] products = errors("generic products", with(GENERIC.gemm(), CDNA3.collectives()));
        errors("generic collectives", with(CDNA3.gemm(), GENERIC.collectives()));
        ByPrecision<GemmSurface> rowScaled = new ByPrecision<>(
                CDNA3.gemm().sixteenBit(),
                CDNA3.gemmTensorScaled(),
                CDNA3.gemm().fourBit());
        errors("row-scaled products", with(rowScaled, CDNA3.collectives()));
        // Products are most of it: a dense model's step reads weights and multiplies.
        for (int i = 0; i < whole.length; i++) {
            assertThat(products[i]).isGreaterThan(whole[i] + 0.2);
        }
    }

    /** Batches that AMD measured with vLLM 0.10.0: no constant has seen them either. */
    @Test
    void batchesOfAnEngineOfTheirTime() {
        List<Double> all = new ArrayList<>();
        List<Double> generic = new ArrayList<>();
        for (AmdBatches batches : AmdBatches.ALL) {
            String title = batches.model() + ", " + batches.inputTokens();
            for (double error : errors(title, batches.rows(), CDNA3)) {
                assertThat(error).as(title).isBetween(-0.25, 0.4);
                all.add(Math.abs(error));
            }
            for (double error : errors(title + " generic", batches.rows(), GENERIC)) {
                generic.add(Math.abs(error));
            }
        }
        assertThat(all).hasSize(32);
        System.out.printf(Locale.ROOT, "median %.1f %%, generic %.1f %%%n", 100 * median(all), 100 * median(generic));
        assertThat(median(all)).isLessThan(0.07).isLessThan(median(generic) / 3);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private static KernelEfficiency with(ByPrecision<GemmSurface> products, Collectives collectives) {
        return new KernelEfficiency(
                CDNA3.family(),
                products,
                CDNA3.gemmTensorScaled(),
                CDNA3.experts(),
                CDNA3.expertsWeightOnly(),
                CDNA3.prefillAttention(),
                CDNA3.decodeAttention(),
                CDNA3.latentPrefill(),
                CDNA3.latentDecode(),
                CDNA3.indexScores(),
                CDNA3.elementwise(),
                collectives,
                CDNA3.exchange(),
                CDNA3.sources());
    }

    /** Predicted over measured throughput, minus one, by growing batch. */
    private static double[] errors(String title, KernelEfficiency efficiency) {
        return errors(
                title,
                CsvTable.read(SharedData.require("data/measurements/published.csv")).rows().stream()
                        .filter(row -> row.get("id").startsWith("oci-mi300x"))
                        .toList(),
                efficiency);
    }

    private static double[] errors(String title, List<Map<String, String>> rows, KernelEfficiency efficiency) {
        Catalogues catalogues = new Catalogues(
                MeasuredRows.catalogues().models(), MeasuredRows.catalogues().gpus(), gpu -> efficiency);
        double[] errors =
                Validation.of(new PublishedMeasurements(), new PublishedMeasurements().read(rows), catalogues)
                        .rows()
                        .stream()
                        .mapToDouble(row -> row.prediction()
                                .outcomes()
                                .getFirst()
                                .signedError()
                                .orElseThrow())
                        .toArray();
        System.out.printf("%-30s", title);
        for (double error : errors) {
            System.out.printf(Locale.ROOT, " %+6.1f %%", 100 * error);
        }
        System.out.println();
        return errors;
    }
}
