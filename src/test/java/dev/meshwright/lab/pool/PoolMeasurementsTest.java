package dev.meshwright.lab.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.measured.MeasurementFiles.Measurements;
import dev.meshwright.lab.row.MeasuredRow;
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
}
