package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of data sheets, model cards and plans that are right of another thing, and what the audit says they are. */
@Tag("slow")
class LikelyMistakesTest extends ClaimsRun {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // model cards
                "gpt-oss-120b | h100-sxm | parameters.active | 5.1B | without the embedding, which is looked up and not multiplied: 5.71B - 0.58B = 5.13B",
                "gpt-oss-20b | h100-sxm | parameters.active | 3.6B | without the embedding",
                "glm-4.5 | h200-sxm | parameters.active | 32B | without embedding and LM head: 33.63B - 1.55B = 32.08B",
                "glm-4.5-air | h200-sxm | parameters.active | 12B | without embedding and LM head",
                "minimax-m1 | h200-sxm | parameters.active | 45.9B | without embedding and LM head",
                "deepseek-v3 | h200-sxm | parameters.total | 685B | multi-token-prediction modules and their copies",
                "deepseek-v3 | h200-sxm | parameters.total | 37B | weights that one token uses",
                "deepseek-v3 | h200-sxm | parameters.active | 671B | weights of the model",
                // caches and weights
                "qwen3-235b-a22b | h100-sxm | cache.bytesPerToken | 96.3 kB | 193 kB / 2 x 1 = 96.3 kB",
                "deepseek-v3 | h200-sxm | memory.model | 1342 GB | 671.0B x 2 B = 1.34 TB",
                // data sheets
                "gpt-oss-120b | h100-sxm | gpu.peakFlops | 1979 TFLOP/s | 2:4 sparsity, twice the dense one: 989 TFLOP/s x 2 = 1.98 PFLOP/s",
                "deepseek-v3 | h200-sxm | gpu.peakFlops | 3958 TFLOP/s | 2:4 sparsity",
                "gpt-oss-120b | h100-sxm | gpu.peakFlops | 3958 TFLOP/s | the peak in FP8 with 2:4 sparsity, twice the dense one: 1.98 PFLOP/s x 2 = 3.96 PFLOP/s",
                "gpt-oss-120b | h200-sxm | gpu.peakFlops.bf16 | 3.96 PFLOP/s | the peak in FP8 with 2:4 sparsity",
                "gpt-oss-20b | h100-sxm | cache.bytesPerToken | 48 KB | KiB written as KB: 49.2 kB x 0.977",
                "gpt-oss-20b | h100-sxm | gpus | 128 | tensor parallelism counted twice: 16 x 8 = 128",
                "deepseek-v3 | h200-sxm | gpu.peakFlops | 989 TFLOP/s | dense peak of one GPU in BF16",
                "deepseek-v3 | h200-sxm | gpu.linkBandwidth | 900 GB/s | both directions of the link added up: 450 GB/s x 2 = 900 GB/s",
                "deepseek-v3 | b200-sxm | gpu.linkBandwidth | 1.8 TB/s | both directions",
                "deepseek-v3 | h200-sxm | gpu.networkBandwidth | 400 GB/s | bits taken for bytes: 50 GB/s x 8 = 400 GB/s",
                "deepseek-v3 | h200-sxm | gpu.memory | 139.8 GB | GiB written as GB: 150 GB",
                "deepseek-v3 | h200-sxm | gpu.memory | 140 GB | GiB written as GB: 150 GB",
                "deepseek-v3 | h200-sxm | gpu.memory | 141 GB | makers call the memory: 141 GiB, of which drivers keep some and frameworks get 139.8 GiB (150.1 GB)",
                "deepseek-v3 | h100-sxm | gpu.memory | 80 GB | makers call the memory",
                "deepseek-v3 | b200-sxm | gpu.memory | 180 GB | makers call the memory",
            })
    void saysWhatTheNumberIs(String model, String gpu, String quantity, String value, String words) throws IOException {
        String problem = """
                name: sheets
                model: {catalog: %s%s}
                cluster: {nodes: [{count: 2, gpus: 8, gpu: %s}]}
                workload: {phase: serving, inputTokens: 1024, outputTokens: 256, concurrency: 16}
                """.formatted(
                        model,
                        model.startsWith("gpt")
                                ? ""
                                : model.startsWith("qwen") ? ", weights: fp8, kvCache: bf16" : ", weights: fp8",
                        gpu);
        var answer = checked(
                problem,
                "layout: {tensor: 8, expert: 1, data: 1, expertTensor: 8, replicas: 2}\nclaims: [{quantity: " + quantity
                        + ", value: " + value + "}]\n");
        assertThat(verdict(answer, quantity)).isEqualTo("refuted");
        assertThat(claim(answer, quantity).get("diagnosis").asString()).contains(words == null ? "" : words);
    }

    /** 33.63B less 1.55B is 32.08B and less 0.78B 32.85B; 5.71B less 0.58B is 5.13B. Nothing near is written 32.5B, 5.3B or 5.0B. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "glm-4.5 | parameters.active | 32.5B",
                "gpt-oss-120b | parameters.active | 5.3B",
                "gpt-oss-120b | parameters.active | 5.0B",
                "deepseek-v3 | gpu.linkBandwidth | 880 GB/s",
                "deepseek-v3 | gpu.peakFlops | 3900 TFLOP/s",
                "deepseek-v3 | gpu.memory | 145 GB",
            })
    void nothingIsCalledLikelyThatIsWrittenOtherwise(String model, String quantity, String value) throws IOException {
        String problem = """
                name: sheets
                model: {catalog: %s%s}
                cluster: {nodes: [{count: 2, gpus: 8, gpu: h200-sxm}]}
                workload: {phase: serving, inputTokens: 1024, outputTokens: 256, concurrency: 16}
                """.formatted(model, model.startsWith("gpt") ? "" : ", weights: fp8");
        var answer = checked(
                problem,
                "layout: {tensor: 8, expert: 1, data: 1, expertTensor: 8, replicas: 2}\nclaims: [{quantity: " + quantity
                        + ", value: " + value + "}]\n");
        assertThat(verdict(answer, quantity)).isEqualTo("refuted");
        assertThat(claim(answer, quantity).get("diagnosis").asString()).isEmpty();
    }

    /** All layers for one and one for all of the only stage undo each other: 4,096 x 48 / 48 explains no 4,090. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"sequence.length | 4090", "sequence.length | 4107", "layers.total | 49"})
    void mistakesThatUndoEachOtherExplainNothing(String quantity, String value) throws IOException {
        String problem = """
                name: near
                model: {catalog: qwen3-30b-a3b}
                cluster: {nodes: [{count: 1, gpus: 8, gpu: h200-sxm}]}
                workload: {phase: decode, inputTokens: 4096, outputTokens: 256, concurrency: 16}
                """;
        var answer = checked(
                problem,
                "layout: {tensor: 1, data: 8, expert: 8}\nclaims: [{quantity: " + quantity + ", value: " + value
                        + "}]\n");
        assertThat(verdict(answer, quantity)).isEqualTo("refuted");
        assertThat(claim(answer, quantity).get("diagnosis").asString()).isEmpty();
    }

    /** 16 in flight are those of all replicas, and 16 GPUs are all there are: neither is taken of all once more. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch | 32 | replicas instead of one",
                "batch | 256 | GPUs instead of one",
                "throughput.system | 2 | replicas instead of one",
                "throughput.system | 16 | GPUs instead of one",
                "throughput.perGpu | 0.0625 | GPU instead of all",
                "throughput.samples | 16 | GPUs instead of one",
                "gpus | 32 | not divided by",
                "gpus | 128 | not divided by",
            })
    void whatIsOfAllIsNotTakenOfAllOnceMore(String quantity, double factor, String words) throws IOException {
        String problem = """
                name: scopes
                model: {catalog: qwen3-30b-a3b, weights: fp8}
                cluster: {nodes: [{count: 2, gpus: 8, gpu: h100-sxm}]}
                workload: {phase: serving, inputTokens: 3000, outputTokens: 700, concurrency: 16}
                """;
        boolean rate = quantity.startsWith("throughput");
        String unit = quantity.endsWith("samples") ? "requests/s" : rate ? "tokens/s" : "";
        String layout = "layout: {tensor: 8, expert: 8, data: 1, replicas: 2}\nclaims: [{quantity: %s, value: %s}]\n";
        double value =
                rate ? factor * computed(checked(problem, layout.formatted(quantity, "1 " + unit)), quantity) : factor;
        String text = String.format(java.util.Locale.ROOT, rate ? "%.3f" : "%.0f", value) + " " + unit;
        var answer = checked(problem, layout.formatted(quantity, text));
        assertThat(verdict(answer, quantity)).isEqualTo("refuted");
        assertThat(claim(answer, quantity).get("diagnosis").asString()).doesNotContain(words);
    }

    /** Two nodes of 8 GPUs in two replicas: what one scope computes, claimed of another. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throughput.system | throughput.perGpu | one GPU instead of all",
                "throughput.perGpu | throughput.perNode | a node of GPUs instead of one",
                "throughput.system | throughput.perNode | one node instead of all",
                "throughput.system | throughput.input.system | prompt tokens per second beside the output",
                "throughput.system | throughput.prefill.system | of reading alone",
                "throughput.perGpu | throughput.prefill.perGpu | of reading alone",
                "throughput.prefill.perGpu | throughput.decode.perGpu | of writing alone",
                "throughput.system | throughput.combined.system | input and output tokens per second",
                "cache.tokens | cache.tokensPerRank | one attention rank",
                "timeToFirstToken | latency.endToEnd | from request to last token",
            })
    void aNumberOfAnotherScopeOrPhaseIsRecognised(String claimed, String meant, String words) throws IOException {
        String problem = """
                name: scopes
                model: {catalog: qwen3-30b-a3b, weights: fp8}
                cluster: {nodes: [{count: 4, gpus: 8, gpu: h100-sxm}]}
                workload: {phase: serving, inputTokens: 3000, outputTokens: 700, concurrency: 96}
                """;
        String layout = "layout: {tensor: 4, expert: 4, data: 1, replicas: 8}\nclaims: [{quantity: %s, value: %s}]\n";
        String unit = meant.startsWith("throughput") ? "tokens/s" : meant.startsWith("cache") ? "" : "s";
        double value = computed(checked(problem, layout.formatted(meant, "1 " + unit)), meant);
        String text = String.format(java.util.Locale.ROOT, meant.startsWith("cache") ? "%.0f" : "%.3f", value);
        var answer = checked(problem, layout.formatted(claimed, text + " " + unit));
        assertThat(verdict(answer, claimed)).isEqualTo("refuted");
        assertThat(claim(answer, claimed).get("diagnosis").asString()).contains(words);
    }

    /** Caches come from no weights, weights from no batch, data sheets from no model: no slip that mixes these is offered. */
    @ParameterizedTest
    @CsvSource({
        // 4.19 GB / 0.531 B of an MXFP4 weight = 7.89 GB
        "memory.cache.keyValue, 7.9 GB, parameters taken for bytes",
        // 85.0 GB / 24 layers = 3.54 GB
        "gpu.memory, 3.54 GB, layer",
        "memory.weights.perGpu, 885 GB, batch"
    })
    void slipsThatCannotHappenAreNotOffered(String quantity, String value, String words) throws IOException {
        var answer = checked(
                """
                name: sheets
                model: {catalog: gpt-oss-20b}
                cluster: {nodes: [{count: 1, gpus: 2, gpu: h100-sxm}]}
                workload: {phase: serving, inputTokens: 2000, outputTokens: 500, concurrency: 128}
                """,
                "layout: {tensor: 1, replicas: 2}\nclaims: [{quantity: " + quantity + ", value: " + value + "}]\n");
        assertThat(answer.toString())
                .contains("refuted")
                .doesNotContain(words + " instead", words + ": ", words + " and ");
    }

    /** Weights of several formats are not all parameters at the bytes of one: the right number contradicts no other. */
    @Test
    void weightsOfSeveralFormatsContradictNothing() throws IOException {
        var answer = checked(
                """
                name: mixed
                model: {catalog: gpt-oss-20b}
                cluster: {nodes: [{count: 1, gpus: 2, gpu: h100-sxm}]}
                workload: {phase: serving, inputTokens: 2000, outputTokens: 500, concurrency: 128}
                """,
                "layout: {tensor: 1, replicas: 2}\nclaims: [{quantity: memory.model, value: 13.8 GB},"
                        + " {quantity: parameters.total, value: 20.9B}]\n");
        assertThat(answer.toString()).doesNotContain("own other claims imply");
    }
}
