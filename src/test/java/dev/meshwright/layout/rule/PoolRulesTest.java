package dev.meshwright.layout.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Pools;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two pools on eight GPUs: none is used twice, none is missing, and caches can be handed over. */
class PoolRulesTest {

    private static Problem problem(Engine engine) {
        return Problems.problem(
                        Architectures.small(4, 8), Problems.cluster(1, 8, "h100-sxm"), Problems.serving(512, 64))
                .withAssumptions(Assumptions.NONE.withEngine(engine));
    }

    private static Layout pool(int tensor, int data, int replicas, int firstGpu) {
        Degrees degrees = new Degrees(
                new Cut(tensor, data, tensor * data, 1, 1, replicas, 1, 8, 1), new Batch(1, 1, Recomputation.NONE));
        int[][] rows = new int[replicas][];
        for (int replica = 0; replica < replicas; replica++) {
            int first = firstGpu + replica * tensor * data;
            rows[replica] = IntStream.range(first, first + tensor * data).toArray();
        }
        return new Layout(degrees, List.of(new Stage(0, 3)), new ExpertSlots(new int[0][]), new DeviceMap(rows));
    }

    private static List<Violation> violations(Engine engine, Layout prefill, Layout decode) {
        return PoolRules.violations(new Pools(prefill, decode), problem(engine));
    }

    @Test
    void fourAndFourFit() {
        assertThat(violations(Engine.VLLM, pool(2, 1, 2, 0), pool(4, 1, 1, 4))).isEmpty();
    }

    /** 4 + 6 = 10 GPUs are two more than there are. */
    @Test
    void poolsNeedNoMoreGpusThanThereAre() {
        assertThat(violations(Engine.VLLM, pool(2, 1, 2, 0), pool(2, 1, 3, 4)))
                .containsExactly(Violation.count(
                        Constraint.GPU_COUNT,
                        "prefill and decode",
                        4 + 6,
                        8,
                        "Take instances away: the pools need 2 GPUs more than there are."));
    }

    @Test
    void aGpuIsInOnePool() {
        assertThat(violations(Engine.VLLM, pool(2, 1, 2, 0), pool(2, 1, 2, 3)))
                .containsExactly(Violation.count(
                        Constraint.DEVICES_DISTINCT,
                        "prefill and decode",
                        1,
                        0,
                        "Put the pools on GPUs of their own: 1 of them are in both."));
        List<Violation> all = new ArrayList<>(violations(Engine.VLLM, pool(2, 1, 2, 0), pool(2, 1, 2, 0)));
        assertThat(all).extracting(Violation::actual).containsExactly(4.0);
    }

    /** SGLang hands caches over between equal tensor groups, or between attention copies that share experts on both sides. */
    @Test
    void cachesAreHandedOverBetweenLikes() {
        Degrees two = pool(2, 1, 1, 0).degrees();
        Degrees four = pool(4, 1, 1, 0).degrees();
        Degrees copies = pool(1, 4, 1, 0).degrees();
        Degrees otherCopies = pool(2, 2, 1, 0).degrees();
        Problem sglang = problem(Engine.SGLANG);
        assertThat(PoolRules.transferable(sglang, two, two)).isTrue();
        assertThat(PoolRules.transferable(sglang, two, four)).isFalse();
        assertThat(PoolRules.transferable(sglang, copies, otherCopies)).isTrue();
        assertThat(PoolRules.transferable(sglang, copies, two)).isFalse();
        assertThat(PoolRules.transferable(sglang, two, copies)).isFalse();
        assertThat(PoolRules.transferable(problem(Engine.VLLM), two, four)).isTrue();
        assertThat(violations(Engine.SGLANG, pool(2, 1, 2, 0), pool(4, 1, 1, 4)))
                .extracting(Violation::constraint)
                .containsExactly(Constraint.POOL_TENSOR);
    }
}
