package dev.meshwright.cost.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Violation;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Starts that people reported, with what their engines logged; sources beside each. */
class StartedEnginesTest {

    private static final double GIB = 0x1p30;

    /** 8 bits everywhere but embedding, head and cache: how FP8 checkpoints are saved. */
    private static final Precisions EIGHT_BITS = new Precisions(
            Precision.FP8, Precision.FP8, Precision.FP8, Precision.FP8, Precision.BF16, Precision.BF16, Precision.BF16);

    private static Model model(String name) {
        return ModelCatalogue.standard().find(name).orElseThrow().model();
    }

    private static Evaluation evaluation(
            Model model, int gpus, String gpu, Engine engine, double share, int input, int output, int tensor) {
        int data = gpus / tensor;
        int experts = Architectures.mixture(model).experts();
        int expert = data > 1 ? gpus : 1;
        Problem problem = Problems.problem(
                        model,
                        Problems.cluster(1, gpus, gpu),
                        new Workload.Serving(List.of(input), output, OptionalInt.of(data)))
                .withAssumptions(Assumptions.NONE
                        .withEngine(engine)
                        .withMemoryFraction(share)
                        .withSetup(ofItsTime(engine)));
        return Problems.costModel(problem)
                .evaluate(Problems.inOrder(problem, Problems.degrees(experts, tensor, data, expert, 1, 1, 1, 1)));
    }

    /** vLLM's starts were reported without a release, before 0.17 changed what is kept for logits; of the others nothing changed. */
    private static EngineSetup ofItsTime(Engine engine) {
        return new EngineSetup(
                EngineVersion.of(engine == Engine.VLLM ? "0.11" : ""), OptionalInt.empty(), OptionalInt.empty());
    }

    private static double weights(Evaluation evaluation) {
        return evaluation.heaviestStage().memory().entrySet().stream()
                .filter(row -> row.getKey().compareTo(MemoryComponent.GRADIENTS) < 0)
                .mapToDouble(row -> row.getValue())
                .sum();
    }

    /** vLLM issue 21348: 178,880 tokens; 94 layers of one key-value head of 128 in 16 bits are 48,128 bytes each. */
    @Test
    void qwenOnFourGpusWithVllm() {
        Evaluation evaluation = evaluation(
                model("qwen3-235b-a22b").withPrecisions(EIGHT_BITS), 4, "h100-sxm", Engine.VLLM, 0.9, 32_768, 8_192, 4);
        CacheRoom cache = evaluation.cache().orElseThrow();
        assertThat((double) cache.tokens()).isCloseTo(178_880, withPercentage(10));
        assertThat(cache.bytesPerGpu() / cache.tokens()).isCloseTo(94 * 2 * 128 * 2, within(1.0));
        assertThat(cache.sequences()).isEqualTo(cache.tokens() / 40_960);
        assertThat(cache.longestInCache()).isEqualTo(cache.tokens());
        assertThat(evaluation.feasible()).isTrue();
    }

    /** The same issue: 367,404 tokens at a share of 0.93, which covers weights and cache alone. */
    @Test
    void qwenOnFourGpusWithSglang() {
        Evaluation evaluation = evaluation(
                model("qwen3-235b-a22b").withPrecisions(EIGHT_BITS),
                4,
                "h100-sxm",
                Engine.SGLANG,
                0.93,
                32_768,
                8_192,
                4);
        assertThat((double) evaluation.cache().orElseThrow().tokens()).isCloseTo(367_404, withPercentage(10));
    }

    /** vllm-project/recipes issue 12: 48.66 GiB for the cache, and prompts of 205,000 tokens fit. */
    @Test
    void qwenCoderOnEightAttentionCopies() {
        Evaluation evaluation = evaluation(
                model("qwen3-coder-480b-a35b").withPrecisions(EIGHT_BITS),
                8,
                "h200-sxm",
                Engine.VLLM,
                0.9,
                205_000,
                728,
                1);
        CacheRoom cache = evaluation.cache().orElseThrow();
        assertThat(cache.bytesPerGpu()).isCloseTo(48.66 * GIB, withPercentage(10));
        assertThat(cache.tokens()).isEqualTo(8 * cache.tokensPerRank());
        assertThat(evaluation.feasible()).isTrue();
    }

    /** vLLM issues 23278 and 33155: 64.4 to 66.0 GiB of weights, 2.14 GiB too little for any cache. */
    @Test
    void gptOssDoesNotStartOnOneGpu() {
        Evaluation evaluation = evaluation(model("gpt-oss-120b"), 1, "h100-sxm", Engine.VLLM, 0.9, 8_192, 512, 1);
        assertThat(weights(evaluation)).isBetween(64.4 * GIB, 66.0 * GIB);
        StageCost stage = evaluation.heaviestStage();
        double cache = stage.memory().getOrDefault(MemoryComponent.CACHE, 0.0);
        assertThat(stage.usableBytes() - stage.memoryBytes() + cache).isCloseTo(-2.14 * GIB, within(0.5 * GIB));
        assertThat(evaluation.feasible()).isFalse();
        assertThat(evaluation.cache().orElseThrow().tokens()).isZero();
    }

    /**
     * Logits of 1,024 sequences are sorted before 0.17 and not later: 6.72 GiB become 2.03, 1.77 of graphs come in, and the
     * model starts. Who states no release is judged by the newest one, and told so.
     */
    @Test
    void theReleaseDecidesAndWhatIsAssumedIsSaid() {
        Problem unstated = Problems.problem(
                        model("gpt-oss-120b"),
                        Problems.cluster(1, 1, "h100-sxm"),
                        new Workload.Serving(List.of(8_192), 512, OptionalInt.of(1)))
                .withAssumptions(Assumptions.NONE.withEngine(Engine.VLLM).withMemoryFraction(0.9));
        assertThat(of(unstated, "").assumedRelease()).isEqualTo(EngineVersion.of("0.32"));
        assertThat(of(unstated, "").tokens())
                .isEqualTo(of(unstated, "0.32").tokens())
                .isPositive();
        assertThat(of(unstated, "0.11").tokens()).isZero();
        assertThat(of(unstated, "0.22").assumedRelease()).isEmpty();
        double later = of(unstated, "0.22").bytesPerGpu();
        assertThat(later).isPositive();
        assertThat(of(unstated, "0.17").bytesPerGpu() - later).isCloseTo((0.7 + 0.0105 * 102) * GIB, within(1.0));
    }

    /**
     * InferenceX issue 2128: 125.65 GiB on each of eight H200, of a checkpoint of 865 GB. Scales of 193.4e9 weights on a GPU
     * stay in FP32, 4 bytes for 32 of them: 24.2 GB. Blackwell's kernels read what was loaded.
     */
    @Test
    void scalesThatTheLoaderMadeStayBesideThoseOfTheKernels() {
        Model model = model("deepseek-v4-pro");
        Evaluation hopper = evaluation(model, 8, "h200-sxm", Engine.SGLANG, 0.92, 1_024, 64, 8);
        Evaluation blackwell = evaluation(model, 8, "b200", Engine.SGLANG, 0.92, 1_024, 64, 8);
        assertThat(weights(hopper)).isCloseTo(125.65 * GIB, withPercentage(3));
        double expertWeights = 61.0 * 384 * 3 * 7168 * 3072 / 8;
        assertThat(weights(hopper) - weights(blackwell)).isCloseTo(expertWeights * 4 / 32, withPercentage(0.1));
        assertThat(evaluation(model, 8, "h200-sxm", Engine.SGLANG, 0.88, 1_024, 64, 8)
                        .feasible())
                .isFalse();
    }

    /** Latents are the same on all eight tensor ranks: where four of them share them out, four times the tokens fit the same room. */
    @Test
    void ranksThatShareACacheHoldItOnce() {
        Problem problem = Problems.problem(
                        model("deepseek-v3").withPrecisions(EIGHT_BITS),
                        Problems.cluster(1, 8, "h200-sxm"),
                        new Workload.Serving(List.of(8_192), 512, OptionalInt.of(1)))
                .withAssumptions(Assumptions.NONE.withEngine(Engine.VLLM));
        Degrees alone = Problems.degrees(256, 8, 1, 1, 1, 1, 1, 1);
        CacheRoom whole = room(problem, alone);
        CacheRoom shared = room(problem, new Degrees(alone.cut().withContext(4), alone.batch()));
        assertThat(shared.bytesPerGpu()).isEqualTo(whole.bytesPerGpu());
        assertThat((double) shared.tokensPerRank()).isCloseTo(4.0 * whole.tokensPerRank(), within(4.0));
        assertThat((double) shared.longestInCache()).isCloseTo(4.0 * whole.longestInCache(), within(4.0));
    }

    private static CacheRoom room(Problem problem, Degrees degrees) {
        return Problems.costModel(problem)
                .evaluate(Problems.inOrder(problem, degrees))
                .cache()
                .orElseThrow();
    }

    private static CacheRoom of(Problem problem, String version) {
        return Problems.costModel(problem.withAssumptions(problem.assumptions()
                        .withSetup(
                                new EngineSetup(EngineVersion.of(version), OptionalInt.empty(), OptionalInt.empty()))))
                .evaluate(Problems.inOrder(problem, Problems.degrees(128, 1, 1, 1, 1, 1, 1, 1)))
                .cache()
                .orElseThrow();
    }

    /** What the violation proposes mends it, and one sequence more does not. */
    @Test
    void startingForFewerSequencesMendsIt() {
        Problem problem = Problems.problem(
                        model("gpt-oss-120b"),
                        Problems.cluster(1, 1, "h100-sxm"),
                        new Workload.Serving(List.of(8_192), 512, OptionalInt.of(1)))
                .withAssumptions(Assumptions.NONE
                        .withEngine(Engine.VLLM)
                        .withMemoryFraction(0.9)
                        .withSetup(ofItsTime(Engine.VLLM)));
        String fix = violations(problem).getFirst().fix();
        Matcher most = Pattern.compile("for at most (\\d+) sequences at once").matcher(fix);
        assertThat(most.find()).as(fix).isTrue();
        int sequences = Integer.parseInt(most.group(1));
        assertThat(violations(startedFor(problem, sequences))).isEmpty();
        assertThat(violations(startedFor(problem, sequences + 1))).isNotEmpty();
    }

    private static Problem startedFor(Problem problem, int sequences) {
        return problem.withAssumptions(problem.assumptions()
                .withSetup(new EngineSetup(EngineVersion.of("0.11"), OptionalInt.of(sequences), OptionalInt.empty())));
    }

    private static List<Violation> violations(Problem problem) {
        return Problems.costModel(problem)
                .evaluate(Problems.inOrder(problem, Problems.degrees(128, 1, 1, 1, 1, 1, 1, 1)))
                .violations();
    }

    /** Start logs of gpt-oss-120b on H200 with vLLM 0.22: 34.38, 17.22 and 8.66 GiB of weights on 2, 4 and 8 ranks. */
    @Test
    void paddedWeightsOfGptOssOverRanks() {
        double[] logged = {34.38, 17.22, 8.66};
        int[] ranks = {2, 4, 8};
        for (int start = 0; start < ranks.length; start++) {
            Evaluation evaluation = evaluation(
                    model("gpt-oss-120b"), ranks[start], "h200-sxm", Engine.VLLM, 0.9, 1_024, 1_024, ranks[start]);
            assertThat(weights(evaluation)).isCloseTo(logged[start] * GIB, withPercentage(3));
        }
    }

    /** sglang issue 13466: Kimi-K2 in 8 bits runs on eight H200. */
    @Test
    void kimiRunsOnEightGpus() {
        Evaluation evaluation = evaluation(
                model("kimi-k2-instruct").withPrecisions(EIGHT_BITS), 8, "h200-sxm", Engine.SGLANG, 0.9, 2_048, 512, 8);
        assertThat(evaluation.feasible()).isTrue();
    }

    /** vLLM issue 51454: 21.4 M tokens at requests of 1,048,576, of pools in which one alone holds over 3 GB constantly. */
    @Test
    void poolsOfCompressedAttention() {
        Model model = model("deepseek-v4-flash");
        Model eight = model.withPrecisions(model.precisions().withKeyValueCache(Precision.FP8));
        Evaluation evaluation = evaluation(eight, 8, "b200-sxm", Engine.VLLM, 0.95, 1_000_000, 48_576, 8);
        CacheRoom cache = evaluation.cache().orElseThrow();
        assertThat((double) cache.tokens()).isCloseTo(21.4e6, withPercentage(10));
        // Short requests get far fewer tokens out of the same room, as their constant is the same.
        CacheRoom shorter = evaluation(eight, 8, "b200-sxm", Engine.VLLM, 0.95, 12_000, 1_500, 8)
                .cache()
                .orElseThrow();
        assertThat(shorter.tokens()).isLessThan(cache.tokens() / 10);
    }

    /** One token more than the longest request has no room. */
    @Test
    void theLongestRequestIsTheLongest() {
        Model model = model("qwen3-235b-a22b").withPrecisions(EIGHT_BITS).withPositions(0);
        long longest = evaluation(model, 4, "h100-sxm", Engine.VLLM, 0.9, 32_768, 8_192, 4)
                .cache()
                .orElseThrow()
                .longestInCache();
        assertThat(evaluation(model, 4, "h100-sxm", Engine.VLLM, 0.9, (int) longest - 1, 1, 4)
                        .feasible())
                .isTrue();
        assertThat(evaluation(model, 4, "h100-sxm", Engine.VLLM, 0.9, (int) longest, 1, 4)
                        .feasible())
                .isFalse();
    }
}
