package dev.meshwright.lab.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.SharedData;
import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.Calibration.Factor;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.fit.CalibrationFit;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowPrediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartMeasurementsTest {

    private static final Catalogues CATALOGUES = MeasuredRows.catalogues();
    private static final StartMeasurements KIND = new StartMeasurements();

    /** A dense model of 8 B parameters in 16 bits on one GPU, as people started it. */
    private static Map<String, String> row(String... changes) {
        Map<String, String> row = new LinkedHashMap<>(Map.of(
                "id",
                "a",
                "engine",
                "vllm",
                "version",
                "0.11.0",
                "model",
                "Llama-3.1-8B",
                "precision",
                "bf16",
                "gpu",
                "H100 SXM",
                "tp",
                "1",
                "memory_share",
                "0.9",
                "max_model_len",
                "16000",
                "outcome",
                "runs"));
        row.put("weights_gib_per_gpu", "14.99");
        row.put("kv_gib_per_gpu", "51.38");
        for (int change = 0; change < changes.length; change += 2) {
            row.put(changes[change], changes[change + 1]);
        }
        return row;
    }

    private static RowPrediction predict(String... changes) {
        return KIND.read(row(changes)).predict(CATALOGUES);
    }

    private static double cell(RowPrediction prediction, String column) {
        return Double.parseDouble(prediction.cells().getOrDefault(column, "NaN"));
    }

    /**
     * 8.03e9 weights of 2 bytes are 14.96 GiB. Of 0.9 x 79.18 GiB they leave, less 38.5 x 1,024 x 128,256 bytes of
     * sampling and 0.13 GiB, 51.46 GiB, 131,072 bytes a token.
     */
    @Test
    void weightsRoomAndTokensArePredicted() {
        RowPrediction prediction = predict();
        double room = 0.9 * 79.18 - 14.96 - 38.5 * 1024 * 128_256 / 0x1p30 - 0.13;
        assertThat(cell(prediction, "predicted_weights_gib")).isCloseTo(14.96, within(0.01));
        assertThat(cell(prediction, "predicted_kv_gib")).isCloseTo(room, within(0.02));
        assertThat(cell(prediction, "predicted_kv_tokens")).isCloseTo(room * 0x1p30 / 131_072, within(200.0));
        assertThat(prediction.cells()).containsEntry("predicted_outcome", "runs");
        assertThat(prediction.outcomes())
                .extracting(Outcome::measure)
                .containsExactly(Measure.WEIGHTS, Measure.CACHE_ROOM);
    }

    /** A request longer than the cache: the engine refuses to start, and a row that says so is right. */
    @Test
    void aLengthThatHasNoRoomDoesNotStart() {
        assertThat(predict("max_model_len", "131072").runs()).contains(true);
        RowPrediction tooLong = predict("max_model_len", "1000000", "outcome", "fails: max_model_len");
        assertThat(tooLong.runs()).contains(false);
        List<MeasuredRow> rows = List.of(
                KIND.read(row("id", "right", "max_model_len", "1000000", "outcome", "fails")),
                KIND.read(row("id", "wrong", "max_model_len", "1000000")),
                KIND.read(row("id", "unknown", "outcome", "only load logged")));
        Validation.Starts starts = Validation.of(KIND, rows, CATALOGUES).starts();
        assertThat(starts.known()).isEqualTo(2);
        assertThat(starts.wrong()).containsExactly("wrong");
    }

    /** Two ranks hold half the weights each; whether experts are whole or divided changes nothing of their sum. */
    @Test
    void degreesAreReadAsRowsWriteThem() {
        double alone = cell(predict(), "predicted_weights_gib");
        assertThat(cell(predict("tp", "2"), "predicted_weights_gib")).isCloseTo(alone / 2, within(0.01));
        String[] mixture = {"model", "Mixtral-8x7B", "tp", "4", "max_model_len", "4096"};
        double divided = cell(predict(with(mixture, "ep", "off")), "predicted_weights_gib");
        assertThat(cell(predict(with(mixture, "ep", "on")), "predicted_weights_gib"))
                .isCloseTo(divided, within(1e-9));
        assertThat(cell(predict(with(mixture, "ep", "2")), "predicted_weights_gib"))
                .isCloseTo(divided, within(1e-9));
    }

    /** Ranks that share a sequence's cache: logs count the tokens of all of them. */
    @Test
    void tokensOfSharedCachesAreMultiplied() {
        double alone = cell(predict(), "predicted_kv_tokens");
        assertThat(cell(predict("notes", "decode context parallel 4; noted"), "predicted_kv_tokens"))
                .isCloseTo(4 * alone, within(1.0));
        assertThat(cell(predict("dcp", "2"), "predicted_kv_tokens")).isCloseTo(2 * alone, within(1.0));
    }

    private static String[] with(String[] changes, String column, String value) {
        List<String> more = new ArrayList<>(List.of(changes));
        more.addAll(List.of(column, value));
        return more.toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource({
        "engine, other, unknown engine other",
        "model, nobody's model, unknown model nobody's model",
        "gpu, H900, unknown GPU H900",
        "memory_share, 1.5, memory_share is no share of 1: 1.5",
        "memory_share, 90, memory_share is no share of 1: 90",
        "precision, fp7, unknown precision fp7",
        "tp, '', tp is missing"
    })
    void rowsThatCannotBeReadSayWhy(String column, String value, String reason) {
        assertThat(predict(column, value).reason()).isEqualTo(reason);
    }

    /** A site whose engine keeps 1.4 times as much, on other models and shares: calibrate finds the factor again. */
    @Test
    void aSitesOwnReserveIsFitted() {
        Calibration site = new Calibration(Map.of(Factor.MEMORY_RESERVE, 1.4), Set.of(), Set.of("vllm"));
        List<MeasuredRow> measured = new ArrayList<>();
        for (String model : List.of("Llama-3.1-8B", "Qwen3-0.6B", "Qwen3-8B", "Mixtral-8x7B")) {
            for (String share : List.of("0.8", "0.9")) {
                for (String ranks : List.of("2", "4")) {
                    String[] start = {"model", model, "memory_share", share, "tp", ranks, "max_model_len", "4096"};
                    RowPrediction truth = KIND.read(row(start)).predict(CATALOGUES.with(site));
                    measured.add(KIND.read(
                            row(with(start, "kv_gib_per_gpu", truth.cells().getOrDefault("predicted_kv_gib", "")))));
                }
            }
        }
        CalibrationFit fit = CalibrationFit.of(measured, CATALOGUES, () -> {});
        assertThat(fit.calibration().of(Factor.MEMORY_RESERVE)).isCloseTo(1.4, within(0.05));
        assertThat(fit.calibration().factors().keySet()).containsOnly(Factor.MEMORY_RESERVE);
    }

    /** Logs that people published: weights within 3 %, room within 10 % in the middle and 20 % in nine of ten rows. */
    @Test
    void publishedLogsArePredicted() {
        Path file = SharedData.require("data/measurements/memory_logs.csv");
        Validation validation = Validation.of(KIND, MeasurementFiles.read(file).rows(), CATALOGUES);
        Map<Measure, List<Outcome>> measures = validation.byMeasure();
        assertThat(share(measures.getOrDefault(Measure.WEIGHTS, List.of()), 0.03))
                .isGreaterThan(0.9);
        assertThat(share(measures.getOrDefault(Measure.CACHE_ROOM, List.of()), 0.10))
                .isGreaterThan(0.5);
        assertThat(share(measures.getOrDefault(Measure.CACHE_ROOM, List.of()), 0.20))
                .isGreaterThan(0.9);
        assertThat(share(measures.getOrDefault(Measure.CACHE_TOKENS, List.of()), 0.20))
                .isGreaterThan(0.9);
        assertThat(validation.starts().right()).isGreaterThanOrEqualTo((int)
                Math.ceil(0.95 * validation.starts().known()));
    }

    /** Part of the outcomes that is predicted, and within {@code error}. */
    private static double share(List<Outcome> outcomes, double error) {
        return outcomes.stream()
                        .filter(outcome -> Math.abs(outcome.signedError().orElse(1)) <= error)
                        .count()
                / (double) outcomes.size();
    }
}
