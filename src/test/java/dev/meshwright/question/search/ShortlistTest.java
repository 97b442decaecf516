package dev.meshwright.question.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ShortlistTest {

    private static final Problem FEWEST = Problems.with(
            Problems.problem(Architectures.small(4, 8), Problems.cluster(1, 2, "h100-sxm"), Problems.decode(128, 128)),
            Objective.GPUS,
            Targets.NONE);

    private static Performance performance(double tokensPerSecond) {
        return new Performance(tokensPerSecond, 0, OptionalDouble.empty(), OptionalDouble.of(0.01), 0.01);
    }

    @Test
    void fewerGpusComeBeforeAnyThroughput() {
        Ranking ranking = new Ranking(FEWEST);
        assertThat(ranking.worth(performance(1), 7)).isGreaterThan(ranking.worth(performance(1e12), 8));
    }

    /** A list of one layout stays open to one on as many GPUs that may be a hundredth faster. */
    @Test
    void staysOpenToFasterLayoutsOnAsManyGpus() {
        CostModel costModel = Problems.costModel(FEWEST);
        Degrees degrees = Problems.degrees(8, 1, 1, 1, 1, 1, 4, 1);
        Layout layout = Problems.inOrder(FEWEST, degrees);
        DegreeBound bound = costModel.bound(degrees);
        Ranking ranking = new Ranking(FEWEST);
        Shortlist shortlist = new Shortlist(ranking, 0);
        SearchResult.Candidate found =
                new SearchResult.Candidate(layout, costModel.evaluate(layout), bound.performance(), 0, true);
        shortlist.add(found);
        double tokensPerSecond = found.evaluation().performance().tokensPerSecond();
        assertThat(shortlist.closedTo(ranking.worth(performance(1.01 * tokensPerSecond), 1)))
                .isFalse();
        assertThat(shortlist.closedTo(ranking.worth(performance(tokensPerSecond), 1)))
                .isTrue();
        assertThat(shortlist.closedTo(ranking.worth(performance(1.01 * tokensPerSecond), 2)))
                .isTrue();
    }
}
