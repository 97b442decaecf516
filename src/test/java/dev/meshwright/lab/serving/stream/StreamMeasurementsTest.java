package dev.meshwright.lab.serving.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.measured.MeasurementFiles.Measurements;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowPrediction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of requests, run again. */
class StreamMeasurementsTest {

    private static final StreamMeasurements KIND = new StreamMeasurements();

    private static Map<String, String> row(String... changes) {
        Map<String, String> row = new LinkedHashMap<>();
        List.of(
                        "id=a",
                        "engine=vLLM 0.15.1",
                        "model=meta-llama/Llama-2-70b-hf",
                        "gpu=H100",
                        "tp=4",
                        "arrivals=poisson",
                        "rate_per_s=8",
                        "requests=1500",
                        "mean_input=600",
                        "output_len=200",
                        "max_num_batched_tokens=2048",
                        "max_num_seqs=128",
                        "ttft_mean_ms=60",
                        "ttft_p50_ms=55",
                        "ttft_p99_ms=120",
                        "e2e_mean_ms=4000")
                .forEach(cell -> row.put(cell.split("=")[0], cell.split("=")[1]));
        for (int change = 0; change < changes.length; change += 2) {
            row.put(changes[change], changes[change + 1]);
        }
        return row;
    }

    private static RowPrediction predicted(String... changes) {
        RowPrediction prediction = KIND.read(row(changes)).predict(MeasuredRows.catalogues());
        assertThat(prediction.reason()).isEmpty();
        return prediction;
    }

    private static double milliseconds(String column, String... changes) {
        return Double.parseDouble(predicted(changes).cells().get("predicted_" + column + "_ms"));
    }

    /** 3,940 ms for the 199 tokens after the first are 19.8 ms each, whatever the harness calls so. */
    @Test
    void everyStatisticIsAFigureOfItsOwn() {
        List<Outcome> outcomes = predicted("tpot_mean_ms", "9.9").outcomes();
        assertThat(outcomes)
                .extracting(outcome -> outcome.labels().layout())
                .containsExactly("TP4, mean", "TP4, p50", "TP4, p99", "TP4, mean");
        assertThat(outcomes.getLast().measure()).isEqualTo(Measure.TIME_PER_OUTPUT_TOKEN);
        assertThat(outcomes.getLast().measured()).isEqualTo(3.940 / 199);
    }

    @Test
    void percentilesAreInOrderAndGrowWithTheRate() {
        for (String time : List.of("ttft", "tpot")) {
            assertThat(milliseconds(time + "_p50")).isLessThan(milliseconds(time + "_p90"));
            assertThat(milliseconds(time + "_p90")).isLessThan(milliseconds(time + "_p99"));
            assertThat(milliseconds(time + "_mean")).isLessThan(milliseconds(time + "_mean", "rate_per_s", "14"));
        }
    }

    @Test
    void requestsAtConstantGapsDoNotCollide() {
        assertThat(milliseconds("ttft_p99", "arrivals", "constant")).isLessThan(0.9 * milliseconds("ttft_p99"));
    }

    /** Users who ask the same again find their prompts in the cache: a step with a block of tokens instead of one with 600. */
    @Test
    void promptsThatAreAskedAgainAreNotReadAgain() {
        String[] users = {"unique_prompts", "9", "users_per_system_prompt", "5", "system_prompt_len", "100"};
        assertThat(milliseconds("ttft_p50", users)).isLessThan(0.85 * milliseconds("ttft_p50"));
        assertThat(milliseconds("ttft_p50", "system_prompt_len", "100")).isEqualTo(milliseconds("ttft_p50"));
    }

    /** inference-perf calls exponential gaps constant; its own rows say which profile they ran. */
    @Test
    void theHarnessIsKnown() {
        Map<String, String> own = row("id", "blis_1", "workload", "codegen", "arrivals", "constant");
        assertThat(InferencePerf.measured(own)).isTrue();
        assertThat(InferencePerf.measured(row("harness", "inference-perf 0.3"))).isTrue();
        assertThat(InferencePerf.measured(row())).isFalse();
        assertThat(InferencePerf.users(own)).isEqualTo(4);
        assertThat(InferencePerf.users(row("workload", "codegen"))).isEqualTo(1);
        assertThat(InferencePerf.arrivals("constant", 5)).isEqualTo(InferencePerf.stated("poisson", 5));
    }

    @ParameterizedTest
    @CsvSource({
        "engine, llama.cpp, unknown engine llama.cpp",
        "arrivals, bursts, unknown arrivals bursts",
        "rate_per_s, '', rate_per_s is missing",
        "output_len, '', output_len is missing",
        "mean_input, '', mean_input is missing",
        "tp, 1.5, tp is no whole number: 1.5",
        "gpu, TPU, unknown GPU TPU"
    })
    void whatCannotBePredictedSaysWhy(String column, String value, String reason) {
        assertThat(KIND.read(row(column, value))
                        .predict(MeasuredRows.catalogues())
                        .reason())
                .startsWith(reason);
    }

    /** Ten runs of other models than any fit has; nothing is fitted to them. */
    @Test
    void measuredStreamsAreMet() {
        Measurements file = MeasurementFiles.read(SharedData.require("data/measurements/serving_openloop.csv"));
        assertThat(file.kind()).isInstanceOf(StreamMeasurements.class);
        List<Outcome> outcomes = file.rows().stream()
                .map(row -> row.predict(MeasuredRows.catalogues()))
                .map(RowPrediction::outcomes)
                .flatMap(List::stream)
                .toList();
        double half = median(outcomes, Measure.TIME_TO_FIRST_TOKEN, "p50");
        double most = median(outcomes, Measure.TIME_TO_FIRST_TOKEN, "p99");
        double token = median(outcomes, Measure.TIME_PER_OUTPUT_TOKEN, "mean");
        System.out.printf(
                Locale.ROOT,
                "streams: TTFT p50 %.1f %%, p99 %.1f %%; TPOT %.1f %% (medians)%n",
                100 * half,
                100 * most,
                100 * token);
        assertThat(half).isLessThan(0.34);
        assertThat(most).isLessThan(0.30);
        assertThat(token).isLessThan(0.20);
    }

    private static double median(List<Outcome> outcomes, Measure measure, String statistic) {
        double[] errors = outcomes.stream()
                .filter(outcome -> outcome.measure() == measure
                        && outcome.labels().layout().endsWith(statistic))
                .mapToDouble(outcome -> Math.abs(outcome.signedError().orElseThrow()))
                .sorted()
                .toArray();
        assertThat(errors).as("%s %s", measure, statistic).hasSize(10);
        return Arrays.stream(errors, 4, 6).average().orElseThrow();
    }

    @Test
    void aRowIsOfNoOtherKind() {
        assertThat(KIND.read(row())).isInstanceOf(MeasuredRow.Run.class);
    }
}
