package dev.meshwright.question.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.placement.placing.LayoutPlacer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The best on a mixed cluster against the best on parts of it, on more than it, and on the same in another order. */
@Tag("slow")
class MoreNodesTest {

    private static final double ROUNDING = 1e-9;
    private static final int PROBLEMS = 240;
    private static final int PARTED = 40;
    private static final List<String> GPUS = List.of("h100-sxm", "h100-pcie", "a100-sxm-80gb", "b200-sxm");

    /** A small problem on two or three groups of one or two nodes, which differ in everything. */
    private static Problem problem(long seed) {
        Random random = new Random(seed);
        List<NodeGroup> groups = new ArrayList<>();
        int count = 2 + random.nextInt(4) / 3;
        while (groups.size() < count) {
            groups.add(new NodeGroup(1 + random.nextInt(2), 1 + random.nextInt(count == 2 ? 3 : 2), gpu(random)));
        }
        return RandomProblems.tiny(seed, seed % 5 == 0).withCluster(new Cluster(groups, InterNode.DEFAULT));
    }

    private static Gpu gpu(Random random) {
        Gpu kind = Problems.gpu(GPUS.get(random.nextInt(GPUS.size())));
        double memory = 4.5e9 + List.of(0.5e9, 1e9, 4e9, 30e9).get(random.nextInt(4));
        return RandomProblems.scaled(
                RandomProblems.withMemory(kind, memory),
                factor(random),
                1,
                factor(random),
                factor(random),
                factor(random));
    }

    private static double factor(Random random) {
        return List.of(0.3, 1.0, 1.0, 2.0).get(random.nextInt(4));
    }

    private static double best(Problem problem) {
        CostModel costModel = Problems.costModel(problem);
        LayoutPlacer placer = Problems.placer(costModel);
        Ranking ranking = new Ranking(problem);
        SearchResult result = new LayoutSearch(costModel, placer, placer, () -> false, event -> {}).run(0);
        double worth = result.best()
                .map(best -> ranking.worth(
                        best.evaluation().performance(), best.evaluation().gpus()))
                .orElse(Double.NEGATIVE_INFINITY);
        if (result.best().isPresent()) {
            assertThat(worth).isLessThanOrEqualTo(result.bound() + 1e-6 * Math.abs(result.bound()));
        }
        return worth;
    }

    private static double least(double worth) {
        return worth == Double.NEGATIVE_INFINITY ? worth : worth - ROUNDING * Math.abs(worth);
    }

    private static Problem on(Problem problem, List<NodeGroup> groups) {
        return problem.withCluster(new Cluster(groups, problem.cluster().interNode()));
    }

    /** A node of a kind that is there, of another kind before or after the others, or more memory never lowers the best. */
    @Test
    void nothingMoreLowersTheBest() {
        Map<String, Integer> compared = new TreeMap<>();
        List<String> falls = new ArrayList<>();
        for (long seed = 0; seed < PROBLEMS; seed++) {
            Problem problem = problem(seed);
            double before = best(problem);
            if (before == Double.NEGATIVE_INFINITY) {
                continue;
            }
            List<NodeGroup> groups = new ArrayList<>(problem.cluster().nodes());
            String gain = more(groups, new Random(~seed));
            double after = best(on(problem, groups));
            compared.merge(gain, 1, Integer::sum);
            if (after < least(before)) {
                falls.add("seed %d, %s: %s from %s to %s (%f)"
                        .formatted(seed, gain, problem.objective(), before, after, after / before));
            }
        }
        System.out.println("More nodes: " + compared);
        assertThat(falls).isEmpty();
        assertThat(compared.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThanOrEqualTo(200);
    }

    /** Adds to the groups, and says what. */
    private static String more(List<NodeGroup> groups, Random random) {
        int changed = random.nextInt(groups.size());
        NodeGroup old = groups.get(changed);
        NodeGroup other = new NodeGroup(1, 1 + random.nextInt(3), gpu(random));
        switch (random.nextInt(5)) {
            case 0 -> {
                groups.addLast(other);
                return "another kind after the others";
            }
            case 1 -> {
                groups.addFirst(other);
                return "another kind before the others";
            }
            case 2 -> {
                Gpu larger = RandomProblems.scaled(old.gpu(), 1, 1.5, 1, 1, 1);
                groups.set(changed, new NodeGroup(old.count(), old.gpusPerNode(), larger));
                return "memory";
            }
            default -> {
                groups.set(changed, new NodeGroup(old.count() + 1, old.gpusPerNode(), old.gpu()));
                return "a node of the same kind";
            }
        }
    }

    /** The best is that of the best of all parts of the cluster, searched one by one: idle nodes cost nothing. */
    @Test
    void noPartOfTheClusterIsBetterThanTheWhole() {
        int parts = 0;
        List<String> falls = new ArrayList<>();
        for (long seed = 5000; seed < 5000 + PARTED; seed++) {
            Problem problem = problem(seed);
            double whole = best(problem);
            for (List<NodeGroup> part : parts(problem.cluster())) {
                double best = best(on(problem, part));
                parts++;
                if (whole < least(best)) {
                    falls.add("seed %d, %s: %s of %s, %s on %s (%f)"
                            .formatted(
                                    seed,
                                    problem.objective(),
                                    whole,
                                    counts(problem.cluster().nodes()),
                                    best,
                                    counts(part),
                                    whole / best));
                }
            }
        }
        System.out.println("More nodes: " + parts + " parts of " + PARTED + " clusters");
        assertThat(falls).isEmpty();
    }

    private static List<String> counts(List<NodeGroup> groups) {
        return groups.stream()
                .map(group -> group.count() + "x" + group.gpusPerNode() + " "
                        + group.gpu().name())
                .toList();
    }

    /** Every number of nodes of each group but none at all and all of them. */
    private static List<List<NodeGroup>> parts(Cluster cluster) {
        List<List<NodeGroup>> parts = List.of(List.of());
        for (NodeGroup group : cluster.nodes()) {
            List<List<NodeGroup>> longer = new ArrayList<>();
            for (List<NodeGroup> part : parts) {
                longer.add(part);
                for (int count = 1; count <= group.count(); count++) {
                    List<NodeGroup> next = new ArrayList<>(part);
                    next.add(new NodeGroup(count, group.gpusPerNode(), group.gpu()));
                    longer.add(next);
                }
            }
            parts = longer;
        }
        return parts.stream()
                .filter(part -> !part.isEmpty() && !part.equals(cluster.nodes()))
                .toList();
    }

    /** Node groups in another order, and a group told as two, have the same best. */
    @Test
    void theOrderOfNodesChangesNothing() {
        List<String> changes = new ArrayList<>();
        for (long seed = 9000; seed < 9000 + PARTED; seed++) {
            Problem problem = problem(seed);
            List<NodeGroup> groups = problem.cluster().nodes();
            double before = best(problem);
            double reversed = best(on(problem, groups.reversed()));
            List<NodeGroup> single = new ArrayList<>();
            for (NodeGroup group : groups) {
                for (int node = 0; node < group.count(); node++) {
                    single.add(new NodeGroup(1, group.gpusPerNode(), group.gpu()));
                }
            }
            double told = best(on(problem, single));
            if (Math.abs(reversed - before) > ROUNDING * Math.abs(before)) {
                changes.add("seed %d: reversed %s, %s".formatted(seed, before, reversed));
            }
            if (Math.abs(told - before) > ROUNDING * Math.abs(before)) {
                changes.add("seed %d: one by one %s, %s; %s".formatted(seed, before, told, counts(groups)));
            }
        }
        assertThat(changes).isEmpty();
    }
}
