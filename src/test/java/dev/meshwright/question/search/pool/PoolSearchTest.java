package dev.meshwright.question.search.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.Placers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolSearchTest {

    private static final Placers PLACERS = new Placers() {
        @Override
        public LayoutPlacer quick(CostModel costModel) {
            return Problems.placer(costModel);
        }

        @Override
        public LayoutPlacer thorough(CostModel costModel) {
            return Problems.placer(costModel);
        }

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    private static PoolResult search(Problem problem) {
        return new PoolSearch(new PoolsModel(Problems.question(problem)), PLACERS).run();
    }

    private static Problem problem(Cluster cluster, int input, int output, double perToken) {
        Problem plain = Problems.problem(
                Architectures.small(4, 8), cluster, new Serving(List.of(input), output, OptionalInt.empty()));
        return Problems.with(
                plain,
                Objective.THROUGHPUT,
                new Targets(Optional.empty(), OptionalDouble.of(1), OptionalDouble.of(perToken)));
    }

    /** The best rate of one instance on {@code gpus} GPUs of a group, every batch of every degrees placed and evaluated. */
    private static double best(PoolsModel model, Problem problem, PoolRole role, NodeGroup group, int gpus) {
        int nodes = Math.ceilDiv(gpus, group.gpusPerNode());
        Problem alone = problem.withCluster(new Cluster(
                        List.of(new NodeGroup(nodes, group.gpusPerNode(), group.gpu())),
                        problem.cluster().interNode()))
                .withWorkload(model.workload(role, OptionalInt.empty()))
                .withTargets(Targets.NONE, Objective.THROUGHPUT);
        CostModel costModel = Problems.costModel(alone);
        LayoutPlacer placer = Problems.placer(costModel);
        DegreeRules rules = new DegreeRules(alone);
        double best = 0;
        for (int tensor = 1; tensor <= gpus; tensor++) {
            for (int pipeline = 1; tensor * pipeline <= gpus; pipeline++) {
                int data = gpus / (tensor * pipeline);
                for (int expert = 1; tensor * pipeline * data == gpus && expert <= tensor * data; expert++) {
                    if (tensor * data % expert == 0) {
                        for (int slots = Math.ceilDiv(8, expert); slots <= Math.ceilDiv(8, expert) + 1; slots++) {
                            for (int micro = 1; micro <= 2 * pipeline; micro++) {
                                Degrees degrees = new Degrees(
                                        tensor,
                                        data,
                                        expert,
                                        tensor * data / expert,
                                        pipeline,
                                        1,
                                        1,
                                        micro,
                                        1,
                                        Recomputation.NONE,
                                        slots,
                                        1);
                                if (rules.violations(degrees).isEmpty()) {
                                    best = Math.max(best, best(model, problem, role, costModel, placer, degrees));
                                }
                            }
                        }
                    }
                }
            }
        }
        return best;
    }

    private static double best(
            PoolsModel model, Problem problem, PoolRole role, CostModel costModel, LayoutPlacer placer, Degrees one) {
        double best = 0;
        int budget = costModel.engine().tokensPerStep() / problem.workload().longest();
        int most = role == PoolRole.PREFILL ? Math.max(1, budget) : 4096;
        Optional<Layout> layout = placer.place(one).map(LayoutPlacer.Placed::layout);
        for (int size = 1; size <= most && layout.isPresent(); size++) {
            Evaluation evaluation = costModel.evaluate(layout.get().with(one.withBatch(size, one.microBatches())));
            Performance performance = evaluation.performance();
            boolean late = role == PoolRole.DECODE
                    ? performance.timePerOutputTokenSeconds().orElseThrow()
                            > problem.targets().timePerOutputTokenSeconds().orElseThrow()
                    : 1.5 * performance.timeToFirstTokenSeconds().orElseThrow()
                            > problem.targets().timeToFirstTokenSeconds().orElseThrow();
            if (late || !evaluation.feasible()) {
                return best;
            }
            best = Math.max(best, model.requestsPerSecond(role, performance));
        }
        return best;
    }

    /** All splits: every size of either pool's instances on every group, in all numbers that fit. */
    private static double bruteForce(Problem problem) {
        PoolsModel model = new PoolsModel(Problems.question(problem));
        List<NodeGroup> groups = problem.cluster().nodes();
        double best = 0;
        List<double[]> types = new ArrayList<>();
        for (PoolRole role : PoolRole.values()) {
            for (int group = 0; group < groups.size(); group++) {
                for (int gpus = 1; gpus <= groups.get(group).gpus(); gpus++) {
                    boolean whole = gpus % groups.get(group).gpusPerNode() == 0;
                    if (gpus <= groups.get(group).gpusPerNode() || whole) {
                        types.add(new double[] {
                            role.ordinal(), group, gpus, best(model, problem, role, groups.get(group), gpus)
                        });
                    }
                }
            }
        }
        for (double[] prefill : types) {
            for (double[] decode : types) {
                if (prefill[0] == 0 && decode[0] == 1) {
                    best = Math.max(best, best(groups, prefill, decode));
                }
            }
        }
        return best * ((Serving) problem.workload()).outputTokens();
    }

    private static double best(List<NodeGroup> groups, double[] prefill, double[] decode) {
        int first = (int) prefill[2];
        int second = (int) decode[2];
        double best = 0;
        for (int x = 1; x * first <= 24; x++) {
            for (int y = 1; y * second <= 24; y++) {
                boolean same = prefill[1] == decode[1];
                boolean fits = same
                        ? fits(groups.get((int) prefill[1]), first, x, second, y)
                        : fits(groups.get((int) prefill[1]), first, x, second, 0)
                                && fits(groups.get((int) decode[1]), first, 0, second, y);
                if (fits) {
                    best = Math.max(best, Math.min(x * prefill[3], y * decode[3]));
                }
            }
        }
        return best;
    }

    private static boolean fits(NodeGroup group, int first, int x, int second, int y) {
        return BinsTest.fits(
                BinsTest.free(group.gpusPerNode(), group.count(), 0), group.gpusPerNode(), first, x, second, y);
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 1024, 64", "2, 4, 2048, 100", "3, 8, 1500, 40", "6, 4, 4000, 200"})
    void theBestSplitIsThatOfBruteForce(int nodes, int perNode, int input, int output) {
        assertBest(problem(Problems.cluster(nodes, perNode, "h100-sxm"), input, output, 0.0012));
    }

    @Test
    void onTwoKindsOfGpusTheBestSplitIsThatOfBruteForce() {
        Cluster mixed = Problems.cluster(
                new NodeGroup(2, 4, Problems.gpu("h800-sxm")), new NodeGroup(4, 4, Problems.gpu("h20-sxm")));
        assertBest(problem(mixed, 2000, 100, 0.0015));
    }

    private static void assertBest(Problem problem) {
        PoolResult found = search(problem);
        double brute = bruteForce(problem);
        assertThat(brute).isPositive();
        assertThat(found.best()).isPresent();
        assertThat(found.gap()).isZero();
        double tokens = found.best().get().evaluation().together().performance().tokensPerSecond();
        assertThat(tokens).isCloseTo(brute, within(1e-6 * brute));
        assertThat(found.best().get().evaluation().feasible()).isTrue();
        assertThat(found.best().get().evaluation().missedTargets()).isEmpty();
        assertThat(found.bound()).isCloseTo(tokens, within(1e-6 * tokens));
    }
}
