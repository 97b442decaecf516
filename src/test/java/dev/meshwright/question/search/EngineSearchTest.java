package dev.meshwright.question.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.RandomProblems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.TrainingEngine;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.layout.engine.StatedRules;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Searches kept to the space of an engine, against layouts counted one by one and against searches of everything. */
@Tag("slow")
class EngineSearchTest {

    private static final double ROUNDING = 1e-6;

    private static final int PROBLEMS = 60;

    /** A tiny problem that names an engine that does its work. */
    private static Problem naming(long seed) {
        Problem problem = RandomProblems.tiny(seed, seed % 3 == 2);
        if (problem.workload() instanceof Training) {
            return problem.withAssumptions(problem.assumptions()
                    .withSetup(EngineSetup.DEFAULT.training(Optional.of(TrainingEngine.MEGATRON))));
        }
        Engine engine = Engine.values()[(int) (seed % Engine.values().length)];
        return problem.withAssumptions(Assumptions.NONE.withEngine(engine));
    }

    private static Problem open(Problem problem) {
        return problem.withLimits(problem.limits().withEngineSpace(false));
    }

    private static SearchResult search(Problem problem, List<EngineSpace> compared) {
        CostModel costModel = Problems.costModel(problem);
        LayoutPlacer placer = Problems.placer(costModel);
        return new LayoutSearch(costModel, placer, placer, () -> false, event -> {}).run(0, compared);
    }

    private static double worth(Problem problem, Candidate candidate) {
        return new Ranking(problem)
                .worth(
                        candidate.evaluation().performance(),
                        candidate.evaluation().gpus());
    }

    private static double worth(Problem problem, SearchResult result) {
        return result.best().map(best -> worth(problem, best)).orElse(Double.NEGATIVE_INFINITY);
    }

    private static boolean works(Evaluation evaluation) {
        return evaluation.feasible() && !evaluation.late();
    }

    private int counted;

    /** What is found can be expressed, and nothing that can be expressed is better than the proof says. */
    @Test
    void theBestIsTheBestOfAllThatCanBeExpressed() {
        int found = 0;
        for (long seed = 0; seed < PROBLEMS; seed++) {
            Problem problem = naming(seed);
            EngineSpace space = EngineSpace.restricting(problem).orElseThrow();
            SearchResult result = search(problem, List.of());
            found += result.best().isPresent() ? 1 : 0;
            String what = "seed " + seed + ", " + space.name();
            result.best().ifPresent(best -> assertThat(space.broken(best.layout()))
                    .as("%s: %s", what, best.layout().degrees())
                    .isEmpty());
            double allowed = result.bound() + ROUNDING * Math.abs(result.bound());
            CostModel costModel = Problems.costModel(problem);
            LayoutPlacer placer = Problems.placer(costModel);
            Ranking ranking = new Ranking(problem);
            EveryDegrees.forEach(problem, degrees -> {
                if (expressible(space, degrees, problem)) {
                    counted++;
                    DegreeBound bound = costModel.bound(degrees);
                    if (bound.mayWork() && ranking.worth(bound.performance(), degrees.gpus()) > allowed) {
                        placer.place(degrees)
                                .map(placed -> costModel.evaluate(placed.layout()))
                                .filter(EngineSearchTest::works)
                                .ifPresent(evaluation -> assertThat(
                                                ranking.worth(evaluation.performance(), evaluation.gpus()))
                                        .as("%s, %s against %s", what, degrees, result.best())
                                        .isLessThanOrEqualTo(allowed));
                    }
                }
            });
        }
        System.out.println("Engines' spaces: " + PROBLEMS + " problems, " + found + " with a layout; " + counted
                + " degrees counted.");
        assertThat(found).isGreaterThan(PROBLEMS / 2);
    }

    private static boolean expressible(EngineSpace space, Degrees degrees, Problem problem) {
        int experts = problem.model().experts();
        return experts == 0
                || StatedRules.expressible(space.engine().label(), space.version(), degrees.cut(), experts, true, true);
    }

    /** The space of an engine and what is beyond it are together everything. */
    @Test
    void theBestOfAllIsInTheSpaceOrBeyondIt() {
        int beyonds = 0;
        for (long seed = 0; seed < PROBLEMS; seed++) {
            Problem problem = naming(seed);
            CostModel all = Problems.costModel(open(problem));
            double kept = worth(problem, search(problem, List.of()));
            LayoutPlacer placer = Problems.placer(all);
            EngineSpace space = EngineSpace.restricting(problem).orElseThrow();
            SearchResult beyond = new LayoutSearch(all, placer, placer, () -> false, event -> {})
                    .runOver(LayoutSpace.beyond(space, all.problem()), 0);
            SearchResult everything = search(open(problem), List.of());
            double both = Math.max(kept, worth(problem, beyond));
            double best = worth(problem, everything);
            if (everything.best().isEmpty()) {
                assertThat(both).as("seed %d", seed).isEqualTo(Double.NEGATIVE_INFINITY);
                continue;
            }
            double most = everything.bound() + ROUNDING * Math.abs(everything.bound());
            assertThat(both)
                    .as("seed %d, %s: %s", seed, space.name(), everything.best())
                    .isLessThanOrEqualTo(most);
            if (everything.gap() == 0) {
                assertThat(both)
                        .as("seed %d, %s", seed, space.name())
                        .isGreaterThanOrEqualTo(best - ROUNDING * Math.abs(best) - gap(kept, beyond));
            }
            beyonds += worth(problem, beyond) > kept ? 1 : 0;
        }
        assertThat(beyonds).as("some engines cost something").isGreaterThan(1);
    }

    private static double gap(double kept, SearchResult beyond) {
        return beyond.gap() > 0 && beyond.gap() < 1 ? beyond.gap() * Math.abs(kept) : 0;
    }

    /** One walk finds for each engine what a walk of its own finds, as far as both are proven. */
    @Test
    void enginesAreComparedAsIfEachWereSearchedAlone() {
        int compared = 0;
        for (long seed = 0; seed < PROBLEMS; seed++) {
            Problem problem = RandomProblems.tiny(seed, seed % 3 == 2).withAssumptions(Assumptions.NONE);
            SearchResult plain = search(problem, List.of());
            SearchResult together = search(problem, EngineSpace.all(problem));
            assertThat(together.best().map(best -> best.layout().degrees()))
                    .as("seed %d: the best of all is found as ever", seed)
                    .isEqualTo(plain.best().map(best -> best.layout().degrees()));
            assertThat(together.placed()).isEqualTo(plain.placed());
            for (EngineBest engine : together.engines()) {
                engine.best().ifPresent(best -> assertThat(engine.space().broken(best.layout()))
                        .isEmpty());
                Optional<Layout> alone = alone(problem, engine.space());
                CostModel costModel = Problems.costModel(problem);
                double own = alone.map(layout -> new Ranking(problem)
                                .worth(
                                        costModel.evaluate(layout).performance(),
                                        layout.degrees().gpus()))
                        .orElse(Double.NEGATIVE_INFINITY);
                double joint = engine.best().map(best -> worth(problem, best)).orElse(Double.NEGATIVE_INFINITY);
                assertThat(joint * (1 + Math.signum(joint) * engine.gap()))
                        .as("seed %d, %s", seed, engine.space().name())
                        .isGreaterThanOrEqualTo(own - ROUNDING * Math.abs(own));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(PROBLEMS);
    }

    /** The best of a search over the families of the space, by the same constants. */
    private static Optional<Layout> alone(Problem problem, EngineSpace space) {
        CostModel costModel = Problems.costModel(problem);
        LayoutPlacer placer = Problems.placer(costModel).within(space);
        return new LayoutSearch(costModel, placer, placer, () -> false, event -> {})
                .runOver(
                        visitor -> new LayoutSpace(problem)
                                .forEach(family -> space.within(family).ifPresent(visitor)),
                        0)
                .best()
                .map(Candidate::layout);
    }
}
