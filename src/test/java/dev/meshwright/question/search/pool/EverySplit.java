package dev.meshwright.question.search.pool;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Two pools counted one by one: every size, degrees, batch and number of instances of small problems of one model with eight experts. */
public final class EverySplit {

    private EverySplit() {}

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

    /** Output tokens per second of the best split: every size of either pool's instances on every group, in all numbers that fit. */
    public static double tokensPerSecond(Problem problem) {
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
}
