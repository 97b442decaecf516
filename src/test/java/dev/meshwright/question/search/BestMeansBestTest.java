package dev.meshwright.question.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.placement.placing.LayoutPlacer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a search calls best against layouts counted one by one, and against what it finds on clusters that can do no less.
 */
@Tag("slow")
class BestMeansBestTest {

    private static final double ROUNDING = 1e-6;

    /** Seeds of problems under even load, and of as many under uneven load. */
    private static final int PROBLEMS = 300;

    /** Seeds of problems whose engine runs a few sequences at once. */
    private static final int CAPPED = 40;

    private static SearchResult search(Problem problem) {
        CostModel costModel = Problems.costModel(problem);
        LayoutPlacer placer = Problems.placer(costModel);
        return new LayoutSearch(costModel, placer, placer, () -> false, event -> {}).run(0);
    }

    private static double worth(Problem problem, SearchResult result) {
        return result.best()
                .map(best -> new Ranking(problem)
                        .worth(
                                best.evaluation().performance(),
                                best.evaluation().gpus()))
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private static double allowed(double worth) {
        return worth + ROUNDING * Math.abs(worth);
    }

    private int counted;
    private int placed;

    /** No degrees of an enumeration, with any batch, make a better layout, nor one beyond what the proof says. */
    @Test
    void nothingCountedOneByOneIsBetter() {
        int found = 0;
        int proven = 0;
        for (long number = 0; number < PROBLEMS; number++) {
            long seed = number;
            boolean uneven = seed % 3 == 2;
            Problem problem = RandomProblems.tiny(seed, uneven);
            SearchResult result = search(problem);
            double best = worth(problem, result);
            found += result.best().isPresent() ? 1 : 0;
            proven += result.best().isPresent() && result.gap() == 0 ? 1 : 0;
            result.best().ifPresent(layout -> assertThat(
                            layout.layout().degrees().sequences(problem.workload()))
                    .as("seed %d: all sequences asked for have their places", seed)
                    .isGreaterThanOrEqualTo(problem.workload().stepSequences().orElse(1)));
            beat(problem, result, best, "seed " + seed);
        }
        System.out.println("Best means best: " + PROBLEMS + " problems, " + found + " with a layout, " + proven
                + " proven best; " + counted + " degrees counted, " + placed + " placed in vain.");
        assertThat(found).isGreaterThan(PROBLEMS / 2);
        assertThat(proven).isGreaterThan(found / 2);
    }

    /** An engine that runs a few sequences at once: the best of the batches that it runs, and none beyond. */
    @Test
    void noBatchIsAboveWhatTheEngineRuns() {
        int bound = 0;
        for (long seed = 3000; seed < 3000 + CAPPED; seed++) {
            Problem open = RandomProblems.tiny(seed, seed % 3 == 2);
            if (open.workload() instanceof Training) {
                continue;
            }
            int cap = 1 + (int) (seed % 7);
            Problem problem = open.withAssumptions(open.assumptions()
                    .withSetup(new EngineSetup(Optional.empty(), OptionalInt.of(cap), OptionalInt.empty())));
            SearchResult result = search(problem);
            double best = worth(problem, result);
            result.best().map(layout -> layout.layout().degrees()).ifPresent(degrees -> {
                int ranks = degrees.data() * degrees.replicas();
                int asked = open.workload().concurrency().orElse(Integer.MAX_VALUE);
                assertThat(Math.min(degrees.sequencesPerRank(), Math.ceilDiv(asked, ranks)))
                        .as("%s", degrees)
                        .isLessThanOrEqualTo(cap);
            });
            beat(problem, result, best, "seed " + seed);
            bound += best < worth(open, search(open)) ? 1 : 0;
        }
        assertThat(bound).as("caps that cost something").isGreaterThan(CAPPED / 10);
    }

    private void beat(Problem problem, SearchResult result, double best, String what) {
        CostModel costModel = Problems.costModel(problem);
        LayoutPlacer placer = Problems.placer(costModel);
        Ranking ranking = new Ranking(problem);
        Consumer<Degrees> judge = degrees -> {
            counted++;
            DegreeBound bound = costModel.bound(degrees);
            if (bound.mayWork() && ranking.worth(bound.performance(), degrees.gpus()) > allowed(best)) {
                placed++;
                Optional<Evaluation> evaluation = placer.place(degrees)
                        .map(found -> costModel.evaluate(found.layout()))
                        .filter(ranking::works);
                evaluation.ifPresent(layout -> {
                    double worth = ranking.worth(layout.performance(), layout.gpus());
                    assertThat(worth)
                            .as("%s, %s: %s against %s", what, problem.objective(), degrees, result.best())
                            .isLessThanOrEqualTo(allowed(result.bound()));
                });
            }
        };
        EveryDegrees.forEach(problem, judge);
        result.best().ifPresent(found -> nearby(problem, found.layout().degrees(), judge));
    }

    /** Every batch that differs by up to 30 sequences, in up to 6 micro-batches, where their number is open. */
    private static void nearby(Problem problem, Degrees best, Consumer<Degrees> judge) {
        boolean open = !(problem.workload() instanceof Training)
                && problem.workload().stepSequences().isEmpty();
        for (int count = 1; open && count <= 6; count++) {
            int about = best.sequencesPerRank() / count;
            for (int size = Math.max(1, about - 30); size <= about + 30; size++) {
                judge.accept(best.withBatch(size, count));
            }
        }
    }

    /** A change to a cluster after which it can do no less. */
    private record Gain(String what, UnaryOperator<Cluster> change) {}

    private static final List<Gain> GAINS = List.of(
            new Gain("memory", cluster -> eachGpu(cluster, gpu -> RandomProblems.scaled(gpu, 1, 1.3, 1, 1, 1))),
            new Gain("FLOP/s", cluster -> eachGpu(cluster, gpu -> RandomProblems.scaled(gpu, 1.2, 1, 1, 1, 1))),
            new Gain(
                    "memory bandwidth",
                    cluster -> eachGpu(cluster, gpu -> RandomProblems.scaled(gpu, 1, 1, 1.2, 1, 1))),
            new Gain("links", cluster -> eachGpu(cluster, gpu -> RandomProblems.scaled(gpu, 1, 1, 1, 1.2, 1))),
            new Gain("network", cluster -> eachGpu(cluster, gpu -> RandomProblems.scaled(gpu, 1, 1, 1, 1, 1.2))),
            new Gain("a node", BestMeansBestTest::withNode),
            new Gain("a slower kind", BestMeansBestTest::withSlowerKind));

    /** More memory, FLOP/s, bandwidth, nodes or kinds of GPUs never lower the best. */
    @Test
    void moreNeverHurts() {
        Map<String, Integer> compared = new TreeMap<>();
        for (long seed = 1000; seed < 1000 + PROBLEMS; seed++) {
            Problem problem = RandomProblems.tiny(seed, false);
            double before = worth(problem, search(problem));
            if (before > Double.NEGATIVE_INFINITY) {
                Gain gain = GAINS.get((int) (seed % GAINS.size()));
                Problem more = problem.withCluster(gain.change().apply(problem.cluster()));
                assertThat(worth(more, search(more)))
                        .as("seed %d, %s, %s", seed, gain.what(), problem.objective())
                        .isGreaterThanOrEqualTo(before - 1e-9 * Math.abs(before));
                compared.merge(gain.what(), 1, Integer::sum);
            }
        }
        System.out.println("More never hurts: " + compared);
        assertThat(compared.keySet()).hasSameSizeAs(GAINS);
    }

    private static Cluster eachGpu(Cluster cluster, UnaryOperator<Gpu> change) {
        return new Cluster(
                cluster.nodes().stream()
                        .map(group -> new NodeGroup(group.count(), group.gpusPerNode(), change.apply(group.gpu())))
                        .toList(),
                cluster.interNode());
    }

    private static Cluster withNode(Cluster cluster) {
        List<NodeGroup> nodes = new ArrayList<>(cluster.nodes());
        NodeGroup first = nodes.getFirst();
        nodes.set(0, new NodeGroup(first.count() + 1, first.gpusPerNode(), first.gpu()));
        return new Cluster(nodes, cluster.interNode());
    }

    private static Cluster withSlowerKind(Cluster cluster) {
        List<NodeGroup> nodes = new ArrayList<>(cluster.nodes());
        NodeGroup first = nodes.getFirst();
        nodes.add(new NodeGroup(1, 2, RandomProblems.scaled(first.gpu(), 0.5, 0.8, 0.6, 0.7, 0.5)));
        return new Cluster(nodes, InterNode.DEFAULT);
    }
}
