package dev.meshwright.question.scale.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.question.scale.Roadmap;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The smallest cluster against a search of every cluster there is. */
class SmallestClusterTest {

    private static final int MOST = 16;

    static Stream<Workload> workloads() {
        return Stream.of(
                new Decode(List.of(2000), 500, OptionalInt.empty()),
                new Decode(List.of(2000), 500, OptionalInt.of(96)),
                new Prefill(List.of(1000), OptionalInt.empty()),
                new Training(List.of(1024), 48, OptionalInt.empty(), 1, false));
    }

    private static Problem problem(Workload workload) {
        Targets targets = workload instanceof Decode
                ? new Targets(Optional.empty(), OptionalDouble.empty(), OptionalDouble.of(0.02))
                : Targets.NONE;
        SearchLimits all = SearchLimits.DEFAULT;
        SearchLimits limits = new SearchLimits(
                List.of(1, 2, 4),
                all.data(),
                all.expert(),
                all.expertTensor(),
                List.of(1, 2),
                List.of(),
                List.of(1, 4, 16, 64),
                2,
                true,
                0);
        return SmallProblems.problem(SmallProblems.MIXTURE, workload, targets, Assumptions.NONE)
                .withLimits(limits);
    }

    private static Map<Integer, Double> everySize(Problem problem) {
        NodeType nodes = NodeType.of(problem.cluster());
        Map<Integer, Double> best = new TreeMap<>();
        for (int gpus : nodes.sizes(MOST)) {
            Problem there = nodes.problem(problem, gpus);
            best.put(
                    gpus,
                    SmallProblems.SEARCHER
                            .search(Problems.costModel(there), new LayoutSpace(there))
                            .best()
                            .map(found -> found.evaluation().performance().tokensPerSecond())
                            .orElse(0.0));
        }
        return best;
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void isTheFirstOfAllSizesThatReachesTheTarget(Workload workload) {
        Problem problem = problem(workload);
        NodeType nodes = NodeType.of(problem.cluster());
        Map<Integer, Double> best = everySize(problem);
        double most =
                best.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        for (double share : new double[] {0.02, 0.1, 0.26, 0.5, 0.51, 0.76, 1, 1.01}) {
            double target = share * most * (1 - 1e-9);
            Optional<Integer> expected = best.entrySet().stream()
                    .filter(entry -> entry.getValue() >= target)
                    .map(Map.Entry::getKey)
                    .findFirst();
            SystemReach reach =
                    new NodeTypeScaler(Problems.question(problem), nodes, SmallProblems.SEARCHER, MOST).system(target);
            assertThat(reach.size().map(Size::gpus)).as("%s of the most", share).isEqualTo(expected);
            assertThat(reach.proof()).isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void everySizeIsSearchedExactlyAndUnderItsBounds(Workload workload) {
        Problem problem = problem(workload);
        NodeType nodes = NodeType.of(problem.cluster());
        Roofline roofline = Roofline.of(problem, SmallProblems.GPU);
        SizeSearch search = new SizeSearch(Problems.question(problem), nodes, SmallProblems.SEARCHER);
        double before = 0;
        for (Map.Entry<Integer, Double> entry : everySize(problem).entrySet()) {
            Size size = search.size(entry.getKey());
            assertThat(size.tokensPerSecond()).isCloseTo(entry.getValue(), within(1e-9 * entry.getValue() + 1e-9));
            assertThat(size.tokensPerSecond()).isLessThanOrEqualTo(size.boundTokensPerSecond() * (1 + 1e-9));
            assertThat(size.tokensPerSecondPerGpu()).isLessThanOrEqualTo(roofline.tokensPerSecond());
            if (SizeBounds.concurrencyFree(problem)) {
                assertThat(size.tokensPerSecond()).as("%s GPUs", size.gpus()).isGreaterThanOrEqualTo(before);
            }
            before = size.tokensPerSecond();
        }
    }

    @Test
    void sizesAreEveryPartOfANodeAndEveryNumberOfNodes() {
        NodeType nodes = new NodeType(SmallProblems.GPU, 4, dev.meshwright.facts.cluster.InterNode.DEFAULT);
        assertThat(nodes.sizes(19)).containsExactly(1, 2, 3, 4, 8, 12, 16);
        assertThat(nodes.cluster(3).nodeCount()).isEqualTo(1);
        assertThat(nodes.cluster(12).nodeCount()).isEqualTo(3);
        assertThat(nodes.cluster(12).gpus()).isEqualTo(12);
    }

    @Test
    void answersBothScopesWithRoadmapAndSensitivity() {
        Problem problem = problem(new Decode(List.of(2000), 500, OptionalInt.empty()));
        double most = 0.999 * everySize(problem).get(8);
        Scaling scaling = Scaling.of(
                Problems.question(problem),
                new Scaling.Goal(most, dev.meshwright.facts.problem.Targets.Scope.SYSTEM, List.of(), MOST, true),
                SmallProblems.SEARCHER);
        assertThat(scaling.reached()).isTrue();
        assertThat(scaling.own().system().size().orElseThrow().gpus()).isLessThanOrEqualTo(8);
        assertThat(scaling.own().perGpu().reachable()).isFalse();
        Roadmap roadmap = scaling.roadmap().orElseThrow();
        assertThat(roadmap.phases().getFirst().name()).isEqualTo("today");
        assertThat(roadmap.phases().getLast().reachesSystem()).isTrue();
        double together = 0;
        for (Roadmap.Phase phase : roadmap.phases()) {
            assertThat(phase.together().orElse(0)).as(phase.name()).isGreaterThanOrEqualTo(together * (1 - 1e-9));
            together = phase.together().orElse(0);
        }
        assertThat(scaling.sensitivity().orElseThrow().rows()).allMatch(row -> row.gain() >= -0.01);
    }
}
