package dev.meshwright.cost.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.SharedData;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CacheTransferTest {

    private static final TransferConstants VLLM = TransferConstants.of(Engine.VLLM);

    private static final TransferConstants SGLANG = TransferConstants.of(Engine.SGLANG);

    private static HeldCache held(Model model, int tensor, int pipeline, int tokens) {
        Problem problem = Problems.problem(
                model, Problems.cluster(2, 8, "h100-sxm"), new Serving(List.of(tokens), 100, OptionalInt.empty()));
        Degrees degrees =
                new Degrees(tensor, 1, 1, tensor, pipeline, 1, 1, 1, 1, Recomputation.NONE, model.experts(), 1);
        return new PoolsModel(Problems.question(problem)).held(Layout.inOrder(degrees, model));
    }

    /**
     * Ten layers of 1 s each on the links: read in 20 s all but the last one is there; read in 5 s the links are behind by the 10 s of the way
     * less the 4.5 s in which nine layers were computed. Sent after the prompt it would be all 10 s.
     */
    @Test
    void layersThatAreSentWhileThePromptIsReadAreThereBefore() {
        CacheTransfer transfer = new CacheTransfer(1e9, 10.001, 0.001, false, 10, 10);
        assertThat(transfer.secondsAfter(20, 10)).isCloseTo(0.001 + 1, within(1e-12));
        assertThat(transfer.secondsAfter(5, 10)).isCloseTo(0.001 + 10 - 4.5, within(1e-12));
        assertThat(transfer.secondsAfter(0, 10)).isCloseTo(transfer.seconds(), within(1e-12));
        assertThat(transfer.secondsAfter(5, 1)).isCloseTo(transfer.seconds(), within(1e-12));
    }

    /** 2 x 94 layers x 4 heads x 128 x 2 bytes = 192,512 bytes per token; eight ranks share four heads: two copies. */
    @Test
    void copiesBeyondTheHeadsOfTheCacheMoveToo() {
        Model model = Architectures.qwen3Large();
        assertThat(held(model, 4, 1, 1000).bytes()).isCloseTo(192_512e3, within(1.0));
        assertThat(held(model, 8, 1, 1000).bytes()).isCloseTo(2 * 192_512e3, within(1.0));
        assertThat(held(model, 8, 1, 1000).largestShare()).isCloseTo(1 / 8.0, within(1e-12));
    }

    /** 61 layers x 576 x 2 bytes = 70,272 bytes per token of latent attention, on every tensor rank. */
    @Test
    void latentCachesAreWholeOnEveryTensorRank() {
        Model model = Architectures.deepSeekV3();
        assertThat(held(model, 1, 1, 1000).bytes()).isCloseTo(70_272e3, within(1.0));
        assertThat(held(model, 4, 1, 1000).bytes()).isCloseTo(4 * 70_272e3, within(1.0));
    }

    /** 1.6 GB from eight NICs to eight, each 25 GB/s: 1.6 / (8 x 25 x 0.815) = 9.8 ms, and 1.7 ms before. */
    @Test
    void theBusierEndDecides() {
        HeldCache eight = new HeldCache(1.6e9, 1 / 8.0);
        HeldCache four = new HeldCache(1.6e9, 1 / 4.0);
        double bytes = 1.6e9 / (8 * 25e9 * 0.815);
        assertThat(CacheTransfer.of(SGLANG, eight, 25e9, eight, 25e9, false).seconds())
                .isCloseTo(0.0017 + bytes, within(1e-12));
        assertThat(CacheTransfer.of(SGLANG, eight, 25e9, four, 25e9, false).seconds())
                .isCloseTo(0.0017 + 2 * bytes, within(1e-12));
        assertThat(CacheTransfer.of(SGLANG, four, 50e9, eight, 25e9, false).seconds())
                .isCloseTo(0.0017 + bytes, within(1e-12));
        // Three attention copies send beside each other.
        assertThat(CacheTransfer.of(VLLM, eight, 25e9, four, 25e9, false).sendingRequestsPerSecond(3))
                .isCloseTo(3 / bytes, within(1e-6));
    }

    @Test
    void theLongestStageOfTheReadersDecides() {
        // Layers split 3 : 1 over two stages of two ranks: the first holds 3/8 of all on each of its GPUs.
        HeldCache uneven = HeldCache.of(new double[] {3, 1}, 2);
        assertThat(uneven.bytes()).isEqualTo(8);
        assertThat(uneven.largestShare()).isEqualTo(3 / 8.0);
    }

    /** Transfers that were measured between idle instances; nothing was fitted to them but the documented share of the line. */
    @Test
    void measuredTransfersAreMetWithinFifteenPercent() {
        List<Double> errors = new ArrayList<>();
        for (Map<String, String> row : CsvTable.read(SharedData.require("data/kernels/kv_transfer.csv"))
                .rows()) {
            boolean complete = !row.get("transfer_ms").isEmpty();
            if (complete) {
                TransferConstants constants = row.get("engine").startsWith("SGLang") ? SGLANG : VLLM;
                double line = Double.parseDouble(row.get("line_rate_gb_s")) * 1e9 / 8;
                HeldCache held = new HeldCache(Double.parseDouble(row.get("kv_bytes")), 1 / 8.0);
                double predicted = CacheTransfer.of(constants, held, line, held, line, false)
                        .seconds();
                errors.add(Math.abs(predicted / Double.parseDouble(row.get("transfer_ms")) * 1e3 - 1));
            }
        }
        errors.sort(null);
        System.out.printf(
                "Transfers: %d rows, median %.1f %%, worst %.1f %%%n",
                errors.size(), 100 * errors.get(errors.size() / 2), 100 * errors.getLast());
        assertThat(errors).hasSizeGreaterThanOrEqualTo(14);
        assertThat(errors.get(errors.size() / 2)).isLessThan(0.15);
    }

    /** The cache of the measured transfers is that of the cost model: 4,096 tokens of Qwen3-235B on eight ranks are 1.58 GB. */
    @Test
    void measuredBytesAreThoseOfTheCostModel() {
        assertThat(held(Architectures.qwen3Large(), 8, 1, 4096).bytes()).isCloseTo(1.58e9, within(0.01e9));
    }
}
