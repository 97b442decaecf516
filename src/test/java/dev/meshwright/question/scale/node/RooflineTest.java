package dev.meshwright.question.scale.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FlopCount;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.catalogue.GpuCatalogue.Entry;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.io.catalogue.WeightFormats;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arithmetic of the founding documents: 240 TFLOP/s and 8 GFLOP per token are 30 tokens/ms for ONE GPU. */
class RooflineTest {

    /** Target of the founding documents: 100 tokens/ms. */
    private static final double TARGET = 100e3;

    private static final Assumptions SIXTY_PERCENT = Assumptions.NONE
            .withComputeEfficiency(OptionalDouble.of(0.6))
            .withMemoryBandwidthEfficiency(OptionalDouble.of(0.8));

    /**
     * 8 GFLOP per token: projections 2 x 4 x 2000 x 2000 = 32e6, core 4 x 10 x 200 x 1 = 8000, feed-forward
     * 2 x 3 x 2000 x 660,000 = 7.92e9, head 2 x 2000 x 11,998 = 47.992e6; together 8.0e9.
     */
    private static final Model EIGHT_GFLOP = new Model(
            "eight-gflop",
            2000,
            11_998,
            false,
            0,
            List.of(new Layer(new GroupedQueryAttention(10, 10, 200), new FeedForward.Dense(660_000, true, false))),
            List.of(),
            Precisions.BF16);

    private final Problem problem = SmallProblems.problem(
            EIGHT_GFLOP, new Prefill(List.of(1), OptionalInt.empty()), Targets.NONE, SIXTY_PERCENT);
    private final Roofline roofline = Roofline.of(problem, SmallProblems.GPU);

    @Test
    void theModelTakesEightGflopPerToken() {
        assertThat(FlopCount.prefill(EIGHT_GFLOP, 1).total()).isCloseTo(8e9, within(1e6));
    }

    @Test
    void oneGpuMakesThirtyTokensPerMillisecond() {
        assertThat(roofline.tokensPerSecond()).isCloseTo(240e12 / 8e9, within(10.0));
        assertThat(roofline.boundByCompute()).isTrue();
    }

    @Test
    void theSystemTargetTakesEightOrNineGpus() {
        double losses = 0.58 * 0.88 * 0.82;
        assertThat(roofline.tokensPerSecond() * losses).isCloseTo(12_560, within(10.0));
        assertThat(roofline.gpusAt(TARGET, 1)).isEqualTo(4);
        assertThat(roofline.gpusAt(TARGET, losses)).isEqualTo(8);
        assertThat(roofline.gpusAt(TARGET, losses * 0.9)).isEqualTo(9);
        assertThat(Roofline.gpus(TARGET, 11_300)).isEqualTo(9);
        assertThat(Roofline.gpus(90e3, 30e3)).isEqualTo(3);
    }

    @Test
    void thePerGpuTargetIsImpossibleWhateverTheirNumber() {
        NodeTypeScaler scaler = new NodeTypeScaler(
                Problems.question(problem), NodeType.of(problem.cluster()), SmallProblems.SEARCHER, 16);
        PerGpuReach reach = scaler.perGpu(TARGET);
        assertThat(reach.reachable()).isFalse();
        assertThat(reach.proven()).isTrue();
        assertThat(reach.proof()).contains("no number of GPUs").contains("3.33 times");
        assertThat(reach.shortfall().getFirst().resource()).isEqualTo("FLOP/s");
        assertThat(reach.shortfall().getFirst().factor()).isCloseTo(100.0 / 30, within(0.002));
    }

    @Test
    void theSystemTargetIsReachedWherePerGpuItIsNot() {
        NodeTypeScaler scaler = new NodeTypeScaler(
                Problems.question(problem), NodeType.of(problem.cluster()), SmallProblems.SEARCHER, 16);
        SystemReach reach = scaler.system(TARGET);
        assertThat(reach.reachable()).isTrue();
        assertThat(reach.size().orElseThrow().gpus()).isBetween(roofline.gpusAt(TARGET, 1), 9);
    }

    /** 4 layers x 2 x 4 heads x 128 x 2 bytes x (1000 + 50) positions = 8,601,600 bytes at 1.8 TB/s. */
    @Test
    void decodeReadsItsOwnCache() {
        Problem decode = SmallProblems.problem(
                SmallProblems.MIXTURE,
                new Decode(List.of(1000), 100, OptionalInt.empty()),
                Targets.NONE,
                Assumptions.NONE);
        Roofline there = Roofline.of(decode, SmallProblems.GPU);
        assertThat(there.cacheBytesPerToken()).isCloseTo(4 * 2 * 4 * 128 * 2 * 1050.0, within(1.0));
        assertThat(there.cacheSeconds()).isCloseTo(8_601_600 / 1.8e12, within(1e-9));
    }

    /** A bound counts every part at the peak that its kernels multiply at: experts in any format on any GPU. */
    @Test
    void kernelsExceedTheRooflineInNoFormatOnNoGpu() {
        int counted = 0;
        for (Gpu gpu :
                GpuCatalogue.standard().entries().stream().map(Entry::gpu).toList()) {
            for (Precision weights : WeightFormats.WEIGHTS.values()) {
                Model model = SmallProblems.MIXTURE.withPrecisions(WeightFormats.of(weights, SmallProblems.MIXTURE));
                counted += isBounded(model, gpu, 8, Problems.prefill(8192)) ? 1 : 0;
            }
        }
        assertThat(counted).isGreaterThan(100);
    }

    /** Attention of every kind, alone in a model: the longest prompts are all scores, which an indexer computes in 8 bits. */
    @Test
    void kernelsExceedTheRooflineOfNoAttention() {
        int counted = 0;
        for (String name :
                List.of("deepseek-v3", "deepseek-v3.2", "deepseek-v4-flash", "qwen3-next-80b-a3b", "gpt-oss-20b")) {
            Model model = ModelCatalogue.standard().find(name).orElseThrow().model();
            for (Layer layer : Set.copyOf(model.layers())) {
                Layer alone = new Layer(layer.mixer(), new FeedForward.Dense(2048, true, false));
                Model one = new Model(
                        name,
                        model.hidden(),
                        1000,
                        true,
                        0,
                        List.of(alone),
                        List.of(),
                        Precisions.uniform(Precision.FP8));
                for (Workload work : List.of(
                        Problems.prefill(4096),
                        Problems.prefill(131_072),
                        Problems.decode(131_072, 512),
                        Problems.serving(32_768, 64),
                        Problems.training(8192, 1))) {
                    counted += isBounded(one, Problems.gpu("h200-sxm"), 0, work) ? 1 : 0;
                }
            }
        }
        assertThat(counted).isGreaterThan(30);
    }

    /** Whether a model runs on one GPU; it stays below the roofline where all efficiencies are assumed to be 100 %. */
    private static boolean isBounded(Model model, Gpu gpu, int experts, Workload work) {
        Problem ideal = Problems.assuming(
                Problems.problem(model, Problems.cluster(new NodeGroup(1, 1, gpu)), work), Problems.efficiencies(1, 1));
        CostModel costModel = Problems.costModel(ideal);
        double achieved = Problems.placer(costModel)
                .place(Problems.degrees(experts, 1, 1, 1, 1, 1, 1, 1))
                .map(found -> costModel.evaluate(found.layout()).performance().tokensPerSecond())
                .orElse(0.0);
        assertThat(achieved)
                .as("%s in %s on %s, %s", model.name(), model.precisions(), gpu.name(), work)
                .isLessThanOrEqualTo(Roofline.of(ideal, gpu).tokensPerSecond() * (1 + 1e-9));
        return achieved > 0;
    }
}
