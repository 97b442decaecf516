package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A claim on reading is judged by reading, one on writing by writing, and by the batch and lengths that it is about. */
class ServingClaimsTest extends ClaimsRun {

    private static final String LAYOUT =
            "layout: {tensor: 4, expert: 4, data: 1, pipeline: 1, replicas: 2%s}\nclaims:\n";

    private static String problem(String workload) {
        return """
                name: requests
                model: {catalog: qwen3-30b-a3b, weights: fp8}
                cluster: {nodes: [{count: 1, gpus: 8, gpu: h200-sxm}]}
                workload: {%s}
                assumptions: {engine: sglang}
                """.formatted(workload);
    }

    private static final String OPEN = problem("phase: serving, inputTokens: 4096, outputTokens: 512");
    private static final String OF_64 =
            problem("phase: serving, inputTokens: 4096, outputTokens: 512, concurrency: 64");

    private static String plan(String claims) {
        return LAYOUT.formatted("") + claims;
    }

    @Test
    void ratesOfOnePhaseAreNotThoseOfAnother() throws IOException {
        JsonNode serving = checked(OF_64, plan("""
                  - {quantity: throughput.system, value: 1 tokens/ms}
                  - {quantity: throughput.input.system, value: 1 tokens/ms}
                  - {quantity: throughput.combined.system, value: 1 tokens/ms}
                  - {quantity: throughput.prefill.system, value: 1 tokens/ms}
                  - {quantity: throughput.decode.system, value: 1 tokens/ms}
                  - {quantity: throughput.prefill.perNode, value: 1 tokens/ms}
                  - {quantity: latency.endToEnd, value: 1 s}
                  - {quantity: timeToFirstToken, value: 1 s}
                  - {quantity: timePerOutputToken, value: 10 ms}
                  - {quantity: compute.modelFlopsUtilisation, value: 1 %}
                  - {quantity: compute.modelFlopsUtilisation.prefill, value: 1 %}
                  - {quantity: flops.perInputToken, value: 1 GFLOP}
                  - {quantity: flops.perOutputToken, value: 1 GFLOP}
                  - {quantity: gpu.peakFlops, value: 1 PFLOP/s}
                """));
        double output = computed(serving, "throughput.system");
        // a prompt of 4,096 tokens for each answer of 512
        assertThat(computed(serving, "throughput.input.system")).isCloseTo(8 * output, within(1e-6 * output));
        assertThat(computed(serving, "throughput.combined.system")).isCloseTo(9 * output, within(1e-6 * output));
        assertThat(computed(serving, "latency.endToEnd"))
                .isCloseTo(
                        computed(serving, "timeToFirstToken") + 511 * computed(serving, "timePerOutputToken"),
                        within(1e-9));
        double peak = computed(serving, "gpu.peakFlops");
        double flops = output / 8 * computed(serving, "flops.perOutputToken")
                + 8 * output / 8 * computed(serving, "flops.perInputToken");
        assertThat(computed(serving, "compute.modelFlopsUtilisation")).isCloseTo(flops / peak, within(1e-9));
        double reading = computed(serving, "throughput.prefill.system");
        assertThat(computed(serving, "throughput.prefill.perNode")).isCloseTo(reading, within(1e-6 * reading));
        assertThat(computed(serving, "compute.modelFlopsUtilisation.prefill"))
                .isCloseTo(reading / 8 * computed(serving, "flops.perInputToken") / peak, within(1e-9));

        // SGLang's chunk of 16,384 tokens holds 4 prompts; both instances read
        JsonNode prefill = checked(
                problem("phase: prefill, inputTokens: 4096, concurrency: 8"),
                plan("  - {quantity: throughput.prefill.system, value: 1 tokens/ms}\n"));
        assertThat(reading).isCloseTo(computed(prefill, "throughput.prefill.system"), within(1e-6 * reading));
        JsonNode decode = checked(
                problem("phase: decode, inputTokens: 4096, outputTokens: 512, concurrency: 64"),
                plan("  - {quantity: throughput.decode.system, value: 1 tokens/ms}\n"));
        assertThat(computed(serving, "throughput.decode.system"))
                .isCloseTo(computed(decode, "throughput.decode.system"), within(1e-6 * output))
                .isGreaterThan(output);
    }

    /** 4,096 tokens over an output rate per GPU is no time to first token. */
    @ParameterizedTest
    @ValueSource(
            strings = {"phase: serving, inputTokens: 4096, outputTokens: 512", "phase: prefill, inputTokens: 4096"})
    void whatTheToolItselfComputesContradictsNothing(String workload) throws IOException {
        String open = "  - {quantity: throughput.perGpu, value: 1 tokens/ms}\n"
                + "  - {quantity: throughput.system, value: 1 tokens/ms}\n"
                + "  - {quantity: timeToFirstToken, value: 1 s}\n";
        JsonNode first = checked(problem(workload + ", concurrency: 32"), plan(open));
        String right = "  - {quantity: throughput.perGpu, value: %.1f tokens/s}%n"
                + "  - {quantity: throughput.system, value: %.1f tokens/s}%n"
                + "  - {quantity: timeToFirstToken, value: %.2f ms}%n";
        JsonNode again = checked(
                problem(workload + ", concurrency: 32"),
                plan(String.format(
                        java.util.Locale.ROOT,
                        right,
                        computed(first, "throughput.perGpu"),
                        computed(first, "throughput.system"),
                        1000 * computed(first, "timeToFirstToken"))));
        assertThat(again.get("contradictions")).isEmpty();
        for (String quantity : new String[] {"throughput.perGpu", "throughput.system", "timeToFirstToken"}) {
            assertThat(verdict(again, quantity)).isEqualTo("confirmed");
        }
    }

    @Test
    void usersTimesTheirRateIsTheMostThatIsWritten() throws IOException {
        String claims = """
                  - {quantity: batch, value: 64}
                  - {quantity: timeToFirstToken, value: 0.50 s}
                  - {quantity: timePerOutputToken, value: 20.0 ms}
                  - {quantity: throughput.system, value: %s tokens/s}
                """;
        // 64 x 512 / (0.5 s + 511 x 20 ms) = 3,057 tokens/s
        assertThat(checked(OPEN, plan(claims.formatted("3057"))).get("contradictions"))
                .isEmpty();
        assertThat(checked(OPEN, plan(claims.formatted("2800"))).get("contradictions"))
                .isEmpty();
        assertThat(checked(OPEN, plan(claims.formatted("4000")))
                        .get("contradictions")
                        .toString())
                .contains("throughput.system = 4000 tokens/s")
                .contains("Little's law");
        assertThat(checked(OPEN, plan(claims.formatted("2000")))
                        .get("contradictions")
                        .toString())
                .contains("Little's law");
    }

    /** A number under a premise is that of a plan or problem that states the same. */
    @Test
    void premisesAreWhatTheCostModelTakesIn() throws IOException {
        JsonNode given = checked(OPEN, plan("""
                  - {quantity: throughput.system, value: 1 tokens/ms, given: {batch: 96}}
                  - {quantity: timePerOutputToken, value: 1 ms, given: {batch: 96, parameters.total: 30B}}
                  - {quantity: timeToFirstToken, value: 1 ms, given: {batch: 96, sequence.length: 8192}}
                  - {quantity: memory.cache.keyValue, value: 1 GB, given: {batch: 96, bytes.perCacheElement: 1 B}}
                """));
        JsonNode stated = checked(OPEN.replace("}\nassumptions", ", concurrency: 96}\nassumptions"), plan("""
                  - {quantity: throughput.system, value: 1 tokens/ms}
                  - {quantity: timePerOutputToken, value: 1 ms}
                  - {quantity: memory.cache.keyValue, value: 1 GB}
                """));
        assertThat(computed(given, "throughput.system")).isEqualTo(computed(stated, "throughput.system"));
        assertThat(computed(given, "timePerOutputToken")).isEqualTo(computed(stated, "timePerOutputToken"));
        assertThat(claim(given, "timePerOutputToken").get("unusedPremises").toString())
                .isEqualTo("[\"parameters.total = 30B\"]");
        assertThat(claim(given, "throughput.system").get("unusedPremises")).isEmpty();
        assertThat(claim(given, "throughput.system").get("missing")).isEmpty();
        // 1 B for 2 B
        assertThat(computed(given, "memory.cache.keyValue"))
                .isCloseTo(computed(stated, "memory.cache.keyValue") / 2, within(1.0));
        JsonNode longer = checked(
                problem("phase: serving, inputTokens: 8192, outputTokens: 512, concurrency: 96"),
                plan("  - {quantity: timeToFirstToken, value: 1 ms}\n"));
        assertThat(computed(given, "timeToFirstToken")).isEqualTo(computed(longer, "timeToFirstToken"));
    }

    @Test
    void theBatchThatThePlanClaimsIsWhatItsOtherClaimsAreAbout() throws IOException {
        JsonNode claimed = checked(OPEN, plan("""
                  - {quantity: batch, value: 80, quote: "80 users"}
                  - {quantity: throughput.system, value: 1 tokens/ms}
                """));
        JsonNode stated = checked(
                OPEN.replace("}\nassumptions", ", concurrency: 80}\nassumptions"),
                plan("  - {quantity: throughput.system, value: 1 tokens/ms}\n"));
        assertThat(verdict(claimed, "batch")).isEqualTo("confirmed");
        assertThat(computed(claimed, "throughput.system")).isEqualTo(computed(stated, "throughput.system"));
        assertThat(claim(claimed, "throughput.system").get("regime").asString()).contains("given batch = 80");

        JsonNode many = checked(OPEN, plan("  - {quantity: batch, value: 100000}\n"));
        assertThat(verdict(many, "batch")).isEqualTo("refuted");
        assertThat(claim(many, "batch").get("derivation").asString()).contains("that memory holds");
        // where the problem states one, the claim is about that
        JsonNode other = checked(OF_64, plan("  - {quantity: batch, value: 80}\n"));
        assertThat(verdict(other, "batch")).isEqualTo("refuted");
        assertThat(computed(other, "batch")).isEqualTo(64);
    }

    /** Least time of a prompt: its own FLOP on all GPUs, not that of tokens written at its end. */
    @Test
    void noPromptIsReadFasterThanAllGpusCompute() throws IOException {
        JsonNode answer = checked(OF_64, plan("""
                  - {quantity: timeToFirstToken, value: 0.1 ms}
                  - {quantity: flops.perInputToken, value: 1 GFLOP}
                  - {quantity: timeToFirstToken.minimum, value: 1 ms}
                  - {quantity: gpu.peakFlops, value: 1 PFLOP/s}
                """));
        assertThat(claim(answer, "timeToFirstToken").get("impossible").asBoolean())
                .isTrue();
        assertThat(computed(answer, "timeToFirstToken.minimum"))
                .isCloseTo(
                        4096 * computed(answer, "flops.perInputToken") / (8 * computed(answer, "gpu.peakFlops")),
                        within(1e-12));
    }

    /** Tokens over the rate of a GPU: 3 x 10^12 tokens. */
    @Test
    void gpuHoursOfATrainingRun() throws IOException {
        JsonNode answer = checked(
                problem("phase: training, inputTokens: 4096, globalBatch: 64")
                        .replace("assumptions: {engine: sglang}\n", ""),
                "layout: {tensor: 1, expert: 8, data: 8, pipeline: 1}\nclaims:\n"
                        + "  - {quantity: training.gpuTime, value: 1 h, given: {training.tokens: 3e12}}\n"
                        + "  - {quantity: throughput.perGpu, value: 1 tokens/ms}\n"
                        + "  - {quantity: timeToFirstToken, value: 1 s}\n");
        double rate = computed(answer, "throughput.perGpu");
        assertThat(computed(answer, "training.gpuTime")).isCloseTo(3e12 / rate, within(1e-6 * 3e12 / rate));
        assertThat(verdict(answer, "timeToFirstToken")).isEqualTo("not-derivable");
    }

    @ParameterizedTest
    @CsvSource({
        "interactivity, 1000000 tokens/s per user, refuted", // one token in a microsecond, with any batch
        "timePerOutputToken, 1 us, refuted",
        "timePerOutputToken, 1 s, not-derivable"
    })
    void whatNoBatchReachesIsRefuted(String quantity, String value, String verdict) throws IOException {
        JsonNode answer = checked(OPEN, plan("  - {quantity: " + quantity + ", value: " + value + "}\n"));
        assertThat(verdict(answer, quantity)).isEqualTo(verdict);
    }

    /** 32 sequences on each of 2 attention ranks are 64 in flight; nothing that is filled in makes them more. */
    @Test
    void aMicroBatchAloneIsTheBatchThatItsAuthorClaims() throws IOException {
        JsonNode answer = checked(OPEN, LAYOUT.formatted(", microBatch: 32") + """
                  - {quantity: batch, value: 64}
                """);
        assertThat(computed(answer, "batch")).isEqualTo(2 * 32);
        assertThat(verdict(answer, "batch")).isEqualTo("confirmed");
    }
}
