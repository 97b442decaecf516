package dev.meshwright.question.scale.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.QuickPlacers;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Disaggregation;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.question.scale.node.NodeType;
import dev.meshwright.question.search.pool.EverySplit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The smallest clusters whose pools reach a target, against every split of every size counted one by one. */
class PoolScalerTest {

    private static final int MOST = 12;

    private static Problem problem() {
        Serving serving = new Serving(List.of(1500), 60, OptionalInt.empty());
        return Problems.with(
                Problems.problem(
                        Architectures.small(4, 8),
                        Problems.cluster(3, 4, "h100-sxm"),
                        serving.withDisaggregation(Disaggregation.DISAGGREGATED)),
                Objective.THROUGHPUT,
                new Targets(Optional.empty(), OptionalDouble.of(1), OptionalDouble.of(0.0012)));
    }

    @Test
    void theSmallestSizeIsTheFirstWhoseSplitsReachTheTarget() {
        Problem problem = problem();
        NodeType nodes = NodeType.of(problem.cluster());
        Map<Integer, Double> splits = new TreeMap<>();
        for (int gpus : nodes.sizes(MOST)) {
            splits.put(gpus, EverySplit.tokensPerSecond(problem.withCluster(nodes.cluster(gpus))));
        }
        assertThat(splits.get(1)).isZero();
        double most = splits.get(MOST);
        for (double share : new double[] {0.05, 0.2, 0.4, 0.7, 0.99, 1.01}) {
            double target = share * most;
            PoolReach reach = new PoolScaler(
                            Problems.question(problem),
                            nodes,
                            Double.POSITIVE_INFINITY,
                            new QuickPlacers(),
                            doing -> {})
                    .smallest(gpus -> target, MOST);
            Optional<Integer> expected = splits.entrySet().stream()
                    .filter(size -> size.getValue() >= target)
                    .map(Map.Entry::getKey)
                    .findFirst();
            assertThat(reach.plan().map(PoolReach.Plan::gpus))
                    .as("%s of the most", share)
                    .isEqualTo(expected);
            assertThat(reach.proven()).isTrue();
            assertThat(reach.proof()).isNotBlank();
        }
    }

    /** Of each GPU: the first size on which the best split makes so much of every GPU of the cluster. */
    @Test
    void eachGpuIsAskedOnEverySize() {
        Problem problem = problem();
        NodeType nodes = NodeType.of(problem.cluster());
        PoolScaler scaler = new PoolScaler(
                Problems.question(problem), nodes, Double.POSITIVE_INFINITY, new QuickPlacers(), doing -> {});
        double each = EverySplit.tokensPerSecond(problem.withCluster(nodes.cluster(4))) / 4 * 0.999;
        PoolReach reach = scaler.smallest(gpus -> each * gpus, MOST);
        int gpus = reach.gpus().orElseThrow();
        assertThat(gpus).isLessThanOrEqualTo(4);
        for (int fewer : nodes.sizes(gpus - 1)) {
            assertThat(EverySplit.tokensPerSecond(problem.withCluster(nodes.cluster(fewer))))
                    .isLessThan(each * fewer);
        }
        assertThat(scaler.smallest(size -> 1e12, MOST).plan()).isEmpty();
    }
}
