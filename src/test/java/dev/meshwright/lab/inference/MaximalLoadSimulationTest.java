package dev.meshwright.lab.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.serving.ServingCase;
import dev.meshwright.layout.Layout;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * The waves of {@link DeploymentTimes} against a step-by-step simulation of an engine at maximal load: all requests wait
 * from the start, as many are admitted as fit, a step reads prompts up to its room in tokens and gives every sequence
 * whose prompt is read a token.
 */
class MaximalLoadSimulationTest {

    private static final Catalogues CATALOGUES = MeasuredRows.catalogues();
    private static final int TOKENS_PER_STEP = 8192;

    private final Map<Integer, Double> steps = new HashMap<>();

    private static DeploymentTimes deployment(String gpu, int input, int output) {
        Map<String, String> row = new HashMap<>(Map.of(
                "phase", "mixed (in-flight batching)",
                "model", "Llama-3.1-8B",
                "gpu", gpu,
                "n_gpus", "1",
                "tp", "1",
                "isl", Integer.toString(input),
                "osl", Integer.toString(output),
                "precision", "fp8",
                "framework", "TensorRT-LLM 1.0",
                "unit", "output tokens/s/GPU"));
        row.put("value", "1");
        return new DeploymentTimes(InferenceCase.of(InferenceRow.of(row), CATALOGUES));
    }

    private static Evaluation evaluate(DeploymentTimes times, Workload workload, int sequences) {
        ServingCase ran = times.deployed().deployment();
        Layout layout = ran.layout().with(ran.layout().degrees().withBatch(sequences, 1));
        return times.deployed().costModel(ran.problem().withWorkload(workload)).evaluate(layout);
    }

    private double decodeSeconds(DeploymentTimes times, int sequences) {
        return steps.computeIfAbsent(sequences, count -> evaluate(
                        times,
                        new Decode(
                                List.of(times.deployed().row().inputTokens()),
                                times.deployed().row().outputTokens(),
                                OptionalInt.of(count)),
                        count)
                .performance()
                .stepSeconds());
    }

    /** Kernels of a full step's prompts by token; gaps and overhead are the decode step's. */
    private static double secondsPerPromptToken(DeploymentTimes times) {
        int input = times.deployed().row().inputTokens();
        int prompts = TOKENS_PER_STEP / input;
        double seconds =
                evaluate(times, new Prefill(List.of(input), OptionalInt.of(prompts)), prompts).phases().stream()
                        .filter(phase -> phase.component() != Component.LAYER_OVERHEAD)
                        .mapToDouble(Phase::seconds)
                        .sum();
        return seconds / (prompts * input);
    }

    private double simulatedRate(DeploymentTimes times, int requests, int places) {
        int input = times.deployed().row().inputTokens();
        int output = times.deployed().row().outputTokens();
        double promptToken = secondsPerPromptToken(times);
        // Sequences that decode, by the step in which they end.
        ArrayDeque<int[]> ends = new ArrayDeque<>();
        int decoding = 0;
        int waiting = requests;
        int reading = 0;
        int unread = 0;
        int step = 0;
        double seconds = 0;
        while (waiting + reading + decoding > 0) {
            while (waiting > 0 && reading + decoding < places) {
                waiting--;
                reading++;
                unread += input;
            }
            int tokens = Math.min(unread, TOKENS_PER_STEP - decoding);
            seconds += decodeSeconds(times, Math.max(1, decoding)) + tokens * promptToken;
            unread -= tokens;
            int left = Math.ceilDiv(unread, input);
            int read = reading - left;
            step++;
            while (!ends.isEmpty() && ends.peekFirst()[0] == step) {
                decoding -= ends.removeFirst()[1];
            }
            // The step that reads the last of a prompt gives its first token.
            if (read > 0) {
                ends.addLast(new int[] {step + output - 1, read});
                decoding += read;
                reading = left;
            }
        }
        return (double) requests * output / seconds;
    }

    private void assertWavesAgree(String gpu, int input, int output, int requests, double tolerance) {
        DeploymentTimes times = deployment(gpu, input, output);
        int places = times.places(requests);
        double simulated = simulatedRate(times, requests, places);
        System.out.printf(
                "%s %d/%d: %d of %d requests fit, %.0f tokens/s, simulated %.0f%n",
                gpu, input, output, places, requests, times.maximalRate(), simulated);
        assertThat(times.maximalRate()).isBetween((1 - tolerance) * simulated, 1.03 * simulated);
    }

    @Test
    void answersAsLongAsPrompts() {
        assertWavesAgree("H100-SXM-80", 1000, 1000, 3000, 0.1);
        // Three full waves and a quarter: the small rest runs into the wave before it, which the closed form does not
        // know.
        assertWavesAgree("H200", 2048, 2048, 1500, 0.16);
    }

    @Test
    void shortAnswers() {
        assertWavesAgree("H100-SXM-80", 2048, 128, 3000, 0.1);
        assertWavesAgree("H200", 5000, 500, 1500, 0.1);
    }

    @Test
    void longAnswers() {
        assertWavesAgree("H200", 128, 2048, 3000, 0.1);
        assertWavesAgree("H100-SXM-80", 128, 4096, 1500, 0.1);
    }
}
