package dev.meshwright.question.search.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.QuickPlacers;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.question.search.Placers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolSearchTest {

    private static final Placers PLACERS = new QuickPlacers();

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
        double brute = EverySplit.tokensPerSecond(problem);
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
