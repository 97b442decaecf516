package dev.meshwright.cost.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.memory.MemoryModel.StageShape;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.ParameterCount;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MemoryModelTest {

    private static final List<MemoryComponent> WEIGHTS = List.of(
            MemoryComponent.ATTENTION_WEIGHTS,
            MemoryComponent.DENSE_WEIGHTS,
            MemoryComponent.SHARED_WEIGHTS,
            MemoryComponent.EXPERT_WEIGHTS,
            MemoryComponent.ROUTER_AND_NORM_WEIGHTS,
            MemoryComponent.EMBEDDING_WEIGHTS,
            MemoryComponent.HEAD_WEIGHTS);

    private static Map<MemoryComponent, Double> bytes(Model model, Workload workload, Degrees degrees) {
        ModelKinds kinds = new ModelKinds(model);
        return bytes(model, workload, degrees, new StageShape(kinds.layersOfKinds(), 1, 1, 1));
    }

    private static Map<MemoryComponent, Double> bytes(
            Model model, Workload workload, Degrees degrees, StageShape stage) {
        double[] bytes = new double[MemoryComponent.COUNT];
        var problem = Problems.problem(model, Problems.cluster(1, 8, "h100-sxm"), workload);
        new MemoryModel(problem, new ModelKinds(model).all()).fill(degrees, stage, bytes, Ledger.NONE);
        Map<MemoryComponent, Double> rows = new EnumMap<>(MemoryComponent.class);
        for (MemoryComponent row : MemoryComponent.values()) {
            rows.put(row, bytes[row.ordinal()]);
        }
        return rows;
    }

    private static double weights(Map<MemoryComponent, Double> rows) {
        return WEIGHTS.stream().mapToDouble(rows::get).sum();
    }

    @Test
    void oneGpuHoldsEveryParameter() {
        for (Model model : List.of(
                Architectures.mixtral(),
                Architectures.deepSeekV3(),
                Architectures.gptOss120b(),
                Architectures.qwen3Large())) {
            int experts = Architectures.mixture(model).experts();
            double bytes = weights(bytes(model, Problems.decode(1, 1), Problems.degrees(experts, 1, 1, 1, 1, 1, 1, 1)));
            double parameters = ParameterCount.of(model).total();
            assertThat(bytes).as(model.name()).isCloseTo(2 * parameters, within(2.0));
        }
    }

    /** Two instances of a GPU each send each other nothing, but in training the sums of their gradients. */
    @Test
    void buffersOfCollectivesBelongToGpusThatShareSomething() {
        for (Workload workload :
                List.of(Problems.decode(1, 1), Problems.prefill(1), Problems.serving(1, 1), Problems.training(8, 8))) {
            for (int replicas : new int[] {1, 2, 8}) {
                for (int pipeline : new int[] {1, 2}) {
                    Degrees degrees = Problems.degrees(8, 1, 1, 1, pipeline, replicas, 1, 1);
                    boolean shares = pipeline > 1 || (workload instanceof Training && replicas > 1);
                    assertThat(bytes(Architectures.mixtral(), workload, degrees)
                                    .get(MemoryComponent.COLLECTIVE_BUFFERS))
                            .isEqualTo(shares ? 0.4e9 : 0);
                }
            }
        }
    }

    @Test
    void expertsAreDividedByExpertAndExpertTensor() {
        // Mixtral on EP4 x ETP2: 32 layers x 2 slots x 3 matrices of 4096 x 14336 / 2, 2 bytes each.
        Degrees degrees = Problems.degrees(8, 2, 4, 4, 1, 1, 1, 1);
        double bytes =
                bytes(Architectures.mixtral(), Problems.decode(1, 1), degrees).get(MemoryComponent.EXPERT_WEIGHTS);
        assertThat(bytes).isEqualTo(32 * 2 * 3.0 * 4096 * 14336 / 2 * 2);
    }

    /** 4-bit experts with 16 bits of scale for each group: 4.125 bits a weight in groups of 128, 4.5 in groups of 32. */
    @Test
    void scalesOfGroupsAreHeldWithTheWeights() {
        Precisions int4 = Precisions.BF16.withWeights(Precision.BF16, Precision.INT4);
        for (int group : List.of(32, 64, 128)) {
            Model model = Architectures.mixtral()
                    .withPrecisions(int4.withBlocks(Precisions.Blocks.uniform(new Precisions.Block(1, group))));
            var rows = bytes(model, Problems.decode(1, 1), Problems.degrees(8, 1, 1, 1, 1, 1, 1, 1));
            assertThat(rows.get(MemoryComponent.EXPERT_WEIGHTS))
                    .isEqualTo(32 * (4 + 16.0 / group) / 8 * (8 * 3.0 * 4096 * 14336));
        }
    }

    @Test
    void attentionIsDividedByTensorAlone() {
        // Q and output 4096 x 4096, K and V 4096 x 1024 each, over t = 2 GPUs; data = 4 copies hold the same.
        Degrees degrees = Problems.degrees(8, 2, 4, 8, 1, 1, 1, 1);
        var rows = bytes(Architectures.mixtral(), Problems.decode(1, 1), degrees);
        assertThat(rows.get(MemoryComponent.ATTENTION_WEIGHTS))
                .isEqualTo(32 * 2 * (2.0 * 4096 * 4096 + 2.0 * 4096 * 1024) / 2);
        assertThat(rows.get(MemoryComponent.ROUTER_AND_NORM_WEIGHTS)).isEqualTo(32 * 2 * (4096.0 * 8 + 2 * 4096));
        assertThat(rows.get(MemoryComponent.EMBEDDING_WEIGHTS)).isEqualTo(2 * 32_000.0 * 4096 / 2);
    }

    @Test
    void latentCacheIsSmallAndTheSameOnEveryTensorRank() {
        // DeepSeek-V3: 61 layers x (512 + 64) elements x 2 bytes per token; 3 x 2 sequences of 4096 + 1024 tokens.
        Workload decode = Problems.decode(4096, 1024);
        double perToken = 61 * (512 + 64) * 2;
        for (int tensor : new int[] {1, 4}) {
            Degrees degrees = Problems.degrees(256, tensor, 8, 8, 1, 1, 3, 2);
            assertThat(bytes(Architectures.deepSeekV3(), decode, degrees).get(MemoryComponent.CACHE))
                    .isEqualTo(3 * 2 * 5120 * perToken);
        }
    }

    @Test
    void groupedCacheKeepsAWholeHead() {
        // Mixtral has 8 key-value heads: 8 / 2 on TP2, 1 on TP8, and still 1 on TP16. Keys and values, 128 wide, BF16.
        for (int[] tensorAndHeads : new int[][] {{1, 8}, {2, 4}, {8, 1}, {16, 1}}) {
            Degrees degrees = Problems.degrees(8, tensorAndHeads[0], 1, 1, 1, 1, 1, 1);
            assertThat(bytes(Architectures.mixtral(), Problems.decode(1000, 24), degrees)
                            .get(MemoryComponent.CACHE))
                    .isEqualTo(32 * 2.0 * tensorAndHeads[1] * 128 * 1024 * 2);
        }
    }

    @Test
    void slidingWindowsStopTheCache() {
        // gpt-oss: 18 layers see 128 positions, 18 see all 4096; 8 heads of 64, keys and values in BF16.
        Degrees degrees = Problems.degrees(128, 1, 1, 1, 1, 1, 1, 1);
        assertThat(bytes(Architectures.gptOss120b(), Problems.decode(4000, 96), degrees)
                        .get(MemoryComponent.CACHE))
                .isEqualTo(18 * 2.0 * 8 * 64 * 2 * (128 + 4096));
    }

    @Test
    void weightFormatsDecideTheirRows() {
        Precisions formats = new Precisions(
                Precision.BF16,
                Precision.BF16,
                Precision.BF16,
                Precision.MXFP4,
                Precision.BF16,
                Precision.FP8,
                Precision.BF16);
        Model model = Architectures.mixtral().withPrecisions(formats);
        Degrees degrees = Problems.degrees(8, 1, 1, 1, 1, 1, 1, 1);
        var rows = bytes(model, Problems.decode(1000, 24), degrees);
        assertThat(rows.get(MemoryComponent.EXPERT_WEIGHTS)).isEqualTo(32 * 8 * 3.0 * 4096 * 14336 * 4.25 / 8);
        assertThat(rows.get(MemoryComponent.CACHE)).isEqualTo(32 * 2.0 * 8 * 128 * 1024 * 1);
    }

    @Test
    void stagesSumToTheWhole() {
        Model model = Architectures.deepSeekV3();
        ModelKinds kinds = new ModelKinds(model);
        Degrees whole = Problems.degrees(256, 1, 8, 8, 1, 1, 4, 3);
        Degrees split = Problems.degrees(256, 1, 8, 8, 3, 1, 4, 3);
        Workload decode = Problems.decode(4096, 1024);
        double[] sums = new double[MemoryComponent.COUNT];
        int[][] ranges = {{0, 9}, {10, 39}, {40, 60}};
        for (int stage = 0; stage < 3; stage++) {
            double[] layers = kinds.layersOfKinds(ranges[stage][0], ranges[stage][1]);
            StageShape shape = new StageShape(layers, stage == 0 ? 1 : 0, stage == 2 ? 1 : 0, 1);
            bytes(model, decode, split, shape).forEach((row, bytes) -> sums[row.ordinal()] += bytes);
        }
        var together = bytes(model, decode, whole);
        WEIGHTS.forEach(
                row -> assertThat(sums[row.ordinal()]).as(row.label()).isCloseTo(together.get(row), within(1.0)));
        assertThat(sums[MemoryComponent.CACHE.ordinal()]).isCloseTo(together.get(MemoryComponent.CACHE), within(1.0));
    }

    @Test
    void adamKeepsEighteenBytesPerParameter() {
        Degrees degrees = Problems.degrees(8, 1, 1, 1, 1, 1, 1, 64);
        var rows = bytes(Architectures.mixtral(), training(0), degrees);
        double parameters = ParameterCount.of(Architectures.mixtral()).total();
        assertThat(weights(rows)).isCloseTo(2 * parameters, within(1.0));
        assertThat(rows.get(MemoryComponent.GRADIENTS)).isCloseTo(4 * parameters, within(1.0));
        assertThat(rows.get(MemoryComponent.OPTIMIZER)).isCloseTo(12 * parameters, within(1.0));
    }

    @Test
    void zeroStagesShardOneThingAfterTheOther() {
        // 4 attention copies in 2 replicas: dense weights have 8 shards, experts (spread over the 4) have 2.
        Degrees degrees = Problems.degrees(8, 1, 4, 4, 1, 2, 1, 8);
        double experts = 32 * 2 * 3.0 * 4096 * 14336;
        double dense = weights(bytes(Architectures.mixtral(), training(0), degrees)) / 2 - experts;
        double whole = dense + experts;
        double sharded = dense / 8 + experts / 2;
        double[][] expected = {
            {whole, whole, whole}, {whole, whole, sharded}, {whole, sharded, sharded}, {sharded, sharded, sharded}
        };
        for (int stage = 0; stage <= 3; stage++) {
            var rows = bytes(Architectures.mixtral(), training(stage), degrees);
            assertThat(weights(rows)).as("weights, ZeRO-%d", stage).isCloseTo(2 * expected[stage][0], within(8.0));
            assertThat(rows.get(MemoryComponent.GRADIENTS)).isCloseTo(4 * expected[stage][1], within(8.0));
            assertThat(rows.get(MemoryComponent.OPTIMIZER)).isCloseTo(12 * expected[stage][2], within(8.0));
        }
    }

    @Test
    void fullRecomputationKeepsLayerInputs() {
        // 3 micro-batches in flight: 32 inputs of 4096 tokens x 4096 x 2 bytes each, and one layer's live tensors.
        Degrees full = recomputing(Recomputation.FULL);
        ModelKinds kinds = new ModelKinds(Architectures.mixtral());
        double one = bytes(Architectures.mixtral(), training(1), full, new StageShape(kinds.layersOfKinds(), 1, 1, 1))
                .get(MemoryComponent.ACTIVATIONS);
        double three = bytes(Architectures.mixtral(), training(1), full, new StageShape(kinds.layersOfKinds(), 1, 1, 3))
                .get(MemoryComponent.ACTIVATIONS);
        assertThat(three - one).isEqualTo(2 * 32 * 4096.0 * 4096 * 2);
        double selective = bytes(Architectures.mixtral(), training(1), recomputing(Recomputation.SELECTIVE))
                .get(MemoryComponent.ACTIVATIONS);
        double none = bytes(Architectures.mixtral(), training(1), recomputing(Recomputation.NONE))
                .get(MemoryComponent.ACTIVATIONS);
        assertThat(one).isLessThan(selective);
        assertThat(selective).isLessThan(none);
    }

    /**
     * With nothing in flight the gradients of one layer's tensors are left, and with full recomputation the tensors too. The
     * loss holds 4 bytes for each of (4096 tokens + 4096 hidden) x 32000 gradients; only what exceeds the layer's counts.
     */
    @Test
    void theLossOrOneLayersGradientsAreThePeak() {
        StageShape empty = new StageShape(new double[] {0}, 0, 1, 0);
        var kept = bytes(Architectures.mixtral(), training(1), recomputing(Recomputation.NONE), empty);
        double working = kept.get(MemoryComponent.ACTIVATIONS);
        assertThat(bytes(Architectures.mixtral(), training(1), recomputing(Recomputation.FULL), empty)
                        .get(MemoryComponent.ACTIVATIONS))
                .isEqualTo(2 * working);
        double loss = 4.0 * (4096 + 4096) * 32_000;
        assertThat(working + kept.get(MemoryComponent.LOGITS)).isCloseTo(Math.max(loss, working), within(1.0));
    }

    private static Degrees recomputing(Recomputation recomputation) {
        return new Degrees(1, 1, 1, 1, 1, 1, 1, 64, 1, recomputation, 8, 1);
    }

    private static Training training(int zeroStage) {
        return new Training(List.of(4096), 64, OptionalInt.empty(), zeroStage, false);
    }
}
