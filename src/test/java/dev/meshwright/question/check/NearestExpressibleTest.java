package dev.meshwright.question.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SmallProblem;
import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.TrainingEngine;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.engine.EngineRule;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.layout.engine.KnownEngine;
import dev.meshwright.layout.engine.StatedRules;
import dev.meshwright.layout.rule.DegreeRules;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is offered in place of a plan that an engine cannot express, by seed: one that it can, by the rules written a second time. */
class NearestExpressibleTest {

    private static final int CUTS = 60;

    private static final List<Integer> DEGREES = List.of(1, 1, 2, 2, 4, 8);

    private static final Problem SMALL = SmallProblem.read("small");

    private static final Cluster CLUSTER = new Cluster(
            List.of(new NodeGroup(3, 8, SMALL.cluster().nodes().getFirst().gpu())),
            SMALL.cluster().interNode());

    static Stream<KnownEngine> engines() {
        return KnownEngine.all().stream();
    }

    private static Problem problem(KnownEngine engine, EngineVersion version) {
        EngineSetup setup = new EngineSetup(Optional.of(version), OptionalInt.empty(), OptionalInt.empty());
        if (engine.trains()) {
            return SMALL.withCluster(CLUSTER)
                    .withWorkload(
                            new Training(List.of(4096), 48, OptionalInt.empty(), 1, false, TrainingRecipe.STANDARD))
                    .withAssumptions(Assumptions.NONE.withSetup(setup.training(Optional.of(TrainingEngine.MEGATRON))));
        }
        Engine serving = Arrays.stream(Engine.values())
                .filter(one -> one.label().equals(engine.label()))
                .findFirst()
                .orElseThrow();
        return SMALL.withCluster(CLUSTER)
                .withAssumptions(Assumptions.NONE.withEngine(serving).withSetup(setup));
    }

    private static int any(Random random) {
        return DEGREES.get(random.nextInt(DEGREES.size()));
    }

    private static Cut cut(Random random, int experts) {
        int tensor = any(random);
        int data = any(random);
        int expert = any(random);
        int split = tensor * data % expert == 0 && random.nextInt(4) > 0 ? tensor * data / expert : any(random);
        int slots = Math.min(experts, Math.ceilDiv(experts, expert) + random.nextInt(2));
        return new Cut(
                tensor,
                data,
                expert,
                split,
                random.nextInt(4) == 0 ? 2 : 1,
                1 + random.nextInt(3),
                1 + random.nextInt(5),
                random.nextInt(4) == 0 ? 2 : 1,
                slots,
                random.nextInt(4) == 0 ? 2 : 1);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatIsOfferedCanBeExpressed(KnownEngine engine) {
        Random random = new Random(3);
        TreeSet<String> broken = new TreeSet<>();
        for (int number = 0; number < CUTS; ) {
            List<EngineVersion> releases = engine.releases();
            EngineVersion version = releases.get(random.nextInt(releases.size()));
            Problem problem = problem(engine, version);
            int experts = problem.model().experts();
            Cut cut = cut(random, experts);
            EngineSpace space = EngineSpace.named(problem).orElseThrow();
            List<EngineRule> rules = space.violated(cut);
            if (rules.isEmpty()) {
                continue;
            }
            number++;
            rules.forEach(rule -> broken.add(rule.id()));
            Cut nearest = new NearestExpressible(new CostModel(SmallProblem.question(problem)))
                    .to(cut)
                    .orElseThrow();
            assertThat(StatedRules.expressible(engine.label(), version, nearest, experts, true, true))
                    .as("%s %s: %s for %s", engine.label(), version, nearest, cut)
                    .isTrue();
            assertThat(space.broken(nearest)).as("%s for %s", nearest, cut).isEmpty();
            assertThat(new DegreeRules(problem).allowsTensor(nearest.tensor())).isTrue();
            assertThat(nearest.gpus()).as("%s for %s", nearest, cut).isLessThanOrEqualTo(CLUSTER.gpus());
        }
        assertThat(broken).as(engine.label()).hasSizeGreaterThan(2);
    }
}
