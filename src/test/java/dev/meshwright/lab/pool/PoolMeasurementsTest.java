package dev.meshwright.lab.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.measured.MeasurementFiles.Measurements;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.serving.ServingMeasurements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolMeasurementsTest {

    private static Map<String, String> row() {
        return new HashMap<>(Map.of(
                "id", "one",
                "model", "deepseek-v3",
                "gpu", "H100",
                "engine", "SGLang",
                "precision", "fp8",
                "prefill_layout", "2 x TP8 EP8",
                "decode_layout", "1 x EP32 DP32 (4 nodes; 32 redundant experts)",
                "isl", "2000",
                "osl", "100",
                "concurrency", "64"));
    }

    @Test
    void layoutsAreReadInDegrees() {
        PoolRow row = PoolRow.of(row());
        assertThat(row.pools()).hasSize(2);
        assertThat(row.pools().values()).extracting(PoolRow.Instances::number).containsExactly(2, 1);
        assertThat(row.clients()).hasValue(64);
        assertThat(row.pools().toString()).contains("EP=8, TP=8", "DP=32, EP=32");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "notes | MTP3 real | speculative decoding",
                "notes | prefix hits 73.4 % | prefix hits",
                "prefill_layout | 2 nodes of 4 GPUs | layout of the prefill pool",
                "osl | '' | osl is missing",
                "engine | Mystery 1.0 | unknown engine",
                "concurrency | saturated | neither clients"
            })
    void rowsThatCannotBePredictedSayWhy(String column, String value, String reason) {
        Map<String, String> row = row();
        row.put(column, value);
        MeasuredRow read = new PoolMeasurements().read(row);
        assertThat(read).isInstanceOf(MeasuredRow.Unreadable.class);
        assertThat(((MeasuredRow.Unreadable) read).prediction().reason()).contains(reason);
    }

    @Test
    void filesAreToldByTheirColumns() {
        for (String file : List.of("disaggregated.csv", "disaggregated_2.csv")) {
            Measurements read = MeasurementFiles.read(SharedData.require("data/measurements/" + file));
            assertThat(read.kind()).isInstanceOf(PoolMeasurements.class);
            assertThat(read.rows()).isNotEmpty();
        }
        assertThat(MeasurementFiles.read(SharedData.require("data/measurements/serving.csv"))
                        .kind())
                .isInstanceOf(ServingMeasurements.class);
    }

    private static double median(String file, Measure measure) {
        List<Double> errors = MeasurementFiles.read(SharedData.require("data/measurements/" + file)).rows().stream()
                .flatMap(row -> row.predict(MeasuredRows.catalogues()).outcomes().stream())
                .filter(outcome -> outcome.measure() == measure)
                .map(outcome -> Math.abs(outcome.predicted().orElseThrow() / outcome.measured() - 1))
                .sorted()
                .toList();
        assertThat(errors).as("%s of %s", measure, file).hasSizeGreaterThan(6);
        int half = errors.size() / 2;
        double median = errors.size() % 2 == 1 ? errors.get(half) : (errors.get(half - 1) + errors.get(half)) / 2;
        System.out.printf("%s, %s: median error %.1f %%%n", file, measure.words(), 100 * median);
        return median;
    }

    /** Nothing is fitted to deployments of pools. */
    @Test
    void publishedPoolsAreMet() {
        assertThat(median("disaggregated.csv", Measure.TIME_PER_OUTPUT_TOKEN)).isLessThan(0.15);
        assertThat(median("disaggregated.csv", Measure.TIME_TO_FIRST_TOKEN)).isLessThan(0.35);
        assertThat(median("disaggregated.csv", Measure.THROUGHPUT)).isLessThan(0.2);
        assertThat(median("disaggregated_2.csv", Measure.THROUGHPUT)).isLessThan(0.2);
    }

    /** A pool that was measured full by itself is a figure of its own, beside the other of the same deployment. */
    @Test
    void bothPoolsOfADeploymentCanHaveBeenMeasuredAlone() {
        Map<String, String> row = row();
        row.remove("concurrency");
        row.put("concurrency_or_rate", "96 per GPU in decode");
        row.put("prefill_layout", "EP32 (4 nodes)");
        row.put("notes", "pools measured one by one");
        row.put("input_tokens_s_total", "200000");
        row.put("output_tokens_s_total", "60000");
        List<Outcome> outcomes = new PoolMeasurements()
                .read(row)
                .predict(MeasuredRows.catalogues())
                .outcomes();
        assertThat(outcomes).extracting(Outcome::measured).containsExactly(200_000 / 32.0, 60_000 / 32.0);
    }

    /** A prompt of 131,072 tokens on one GPU after the other: attention alone would take longer than was measured. */
    @Test
    void attentionInFewerThanSixteenBitsIsSaid() {
        Map<String, String> row = row();
        row.put("gpu", "GB200");
        row.put("prefill_layout", "PP4");
        row.put("decode_layout", "4 GPUs");
        row.put("isl", "131072");
        row.put("concurrency", "no chunking, concurrency 1");
        row.put("ttft_ms", "1000");
        assertThat(new PoolMeasurements()
                        .read(row)
                        .predict(MeasuredRows.catalogues())
                        .reason())
                .contains("fewer than 16 bits");
    }
}
