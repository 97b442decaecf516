package dev.meshwright.question.scale.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code scale} answers against full searches of its size and of the next smaller one, on random problems. */
class SmallestIsSmallestTest {

    private static final int MOST = 9;

    private static final int PROBLEMS = Integer.getInteger("meshwright.problems", 100);

    private static double tokensPerSecond(Problem problem) {
        return SmallProblems.SEARCHER
                .search(Problems.costModel(problem), new LayoutSpace(problem))
                .best()
                .map(best -> best.evaluation().performance().tokensPerSecond())
                .orElse(0.0);
    }

    /** What a row of the curve says cannot be exceeded is what a full search of that size proves, to what a placement may win. */
    @Test
    void boundsOfTheCurveAreThoseOfFullSearches() {
        int rows = 0;
        for (long seed = 5100; seed < 5130; seed++) {
            Problem problem = Problems.with(
                    RandomProblems.tiny(seed, false),
                    Objective.THROUGHPUT,
                    RandomProblems.tiny(seed, false).targets());
            NodeType nodes = NodeType.of(problem.cluster());
            SizeSearch search = new SizeSearch(Problems.question(problem), nodes, SmallProblems.SEARCHER);
            for (int gpus : nodes.sizes(MOST)) {
                Size size = search.size(gpus);
                Problem there = nodes.problem(problem, gpus);
                double proven = SmallProblems.SEARCHER
                        .search(Problems.costModel(there), new LayoutSpace(there))
                        .bound();
                assertThat(size.boundTokensPerSecond())
                        .as("seed %d, %d GPUs", seed, gpus)
                        .isGreaterThanOrEqualTo(size.tokensPerSecond() * (1 - 1e-9))
                        .isLessThanOrEqualTo(Math.max(0, proven) * (1 + 1e-9));
                rows++;
            }
        }
        assertThat(rows).isGreaterThan(100);
    }

    /** The answer reaches the target, and one node, or one GPU of a node, less does not. */
    @Test
    void oneNodeLessIsTooFew() {
        int answered = 0;
        int excluded = 0;
        int none = 0;
        for (long seed = 5000; seed < 5000 + PROBLEMS; seed++) {
            Problem problem = Problems.with(
                    RandomProblems.tiny(seed, false),
                    Objective.THROUGHPUT,
                    RandomProblems.tiny(seed, false).targets());
            NodeType nodes = NodeType.of(problem.cluster());
            List<Integer> sizes = nodes.sizes(MOST);
            int some = sizes.get((int) (seed % sizes.size()));
            double target = tokensPerSecond(nodes.problem(problem, some)) * (1 - 1e-9);
            if (target <= 0) {
                none++;
                continue;
            }
            SystemReach reach =
                    new NodeTypeScaler(Problems.question(problem), nodes, SmallProblems.SEARCHER, MOST).system(target);
            int gpus = reach.size().orElseThrow().gpus();
            answered++;
            assertThat(gpus).as("seed %d", seed).isLessThanOrEqualTo(some);
            assertThat(tokensPerSecond(nodes.problem(problem, gpus)))
                    .as("seed %d, %d GPUs", seed, gpus)
                    .isGreaterThanOrEqualTo(target * (1 - 1e-9));
            int index = sizes.indexOf(gpus);
            if (index > 0) {
                excluded++;
                assertThat(tokensPerSecond(nodes.problem(problem, sizes.get(index - 1))))
                        .as("seed %d, %d GPUs instead of %d", seed, sizes.get(index - 1), gpus)
                        .isLessThan(target);
            }
        }
        System.out.println("Smallest is smallest: " + answered + " answers, " + excluded
                + " with a smaller size that is too small, " + none + " problems that fit no size tried.");
        assertThat(answered).isGreaterThan(PROBLEMS / 2);
        assertThat(excluded).isGreaterThan(PROBLEMS / 4);
    }
}
