package dev.meshwright.question.scale.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.planner.ExpertPlacers;
import dev.meshwright.placement.pipeline.start.PipelinePlacers;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.placement.placing.StagePlacer;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.question.scale.Sensitivity;
import dev.meshwright.question.search.LayoutSearch;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.space.FamilySource;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan that was placed with care, and changes that are searched in passing: more of a resource is worth no less. */
class MoreNeverHurtsTest {

    /** Leaves experts in order where it looks at many layouts, and balances them where it is asked to be thorough. */
    private static final SizeSearcher CARELESS = new SizeSearcher() {
        @Override
        public SearchResult search(CostModel costModel, FamilySource source, double least) {
            return searching(costModel, 0).runOver(source, 0, least);
        }

        @Override
        public SearchResult thorough(CostModel costModel, Degrees degrees) {
            return searching(costModel, 20_000).run(visitor -> visitor.accept(degrees), 0);
        }

        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public void progress(String doing) {}

        private static LayoutSearch searching(CostModel costModel, int moves) {
            LayoutPlacer placer = new LayoutPlacer(
                    costModel,
                    moves == 0 ? ExpertPlacers.CONTIGUOUS : ExpertPlacers.SWAP_DESCENT,
                    new StagePlacer(PipelinePlacers.GREEDY),
                    Budget.ofMoves(moves, 1));
            return new LayoutSearch(costModel, placer, placer, () -> false, event -> {});
        }
    };

    /** Whole experts on four ranks, two on each: how they lie matters. */
    private static final SearchLimits SPREAD = new SearchLimits(
            List.of(1),
            List.of(4),
            List.of(4),
            List.of(1),
            List.of(1),
            List.of(),
            List.of(),
            SearchLimits.DEFAULT.maxPipeline(),
            true,
            0);

    static Stream<Workload> workloads() {
        return Stream.of(
                new Decode(List.of(2000), 500, OptionalInt.empty()),
                new Decode(List.of(2000), 500, OptionalInt.of(96)),
                new Prefill(List.of(1000), OptionalInt.empty()),
                new Training(List.of(4096), 48, OptionalInt.empty(), 1, false));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void noTenthMoreTakesAnythingAway(Workload workload) {
        Problem problem = SmallProblems.problem(SmallProblems.MIXTURE, workload, Targets.NONE, Assumptions.NONE)
                .withExpertLoad(new ExpertLoad.Zipf(1.2, 3))
                .withLimits(SPREAD);
        Scaling.Goal goal = new Scaling.Goal(1, Scope.SYSTEM, List.of(), 4, false);
        Sensitivity sensitivity = Scaling.of(Problems.question(problem), goal, CARELESS)
                .sensitivity()
                .orElseThrow();
        assertThat(sensitivity.rows()).hasSizeGreaterThan(6);
        for (Sensitivity.Row row : sensitivity.rows()) {
            boolean resource = !row.what().equals("concurrency")
                    && !row.what().equals("sequence length")
                    && !row.what().equals("skew of expert load");
            if (resource) {
                assertThat(row.gain()).as(row.what()).isGreaterThanOrEqualTo(-1e-12);
            }
        }
    }
}
