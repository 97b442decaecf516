package dev.meshwright.question.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SmallProblem;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.TrainingEngine;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Plans that the named engine cannot express. */
class EngineCheckTest {

    private static CheckedPlan check(Problem problem, Map<DegreeName, Integer> degrees) {
        PlanDraft draft = new PlanDraft(
                Optional.empty(),
                Optional.empty(),
                new DegreesDraft(degrees, Optional.empty(), DegreesDraft.Form.FIELDS),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        return new PlanChecker(SmallProblem.question(problem), SmallProblem::placer).check(draft);
    }

    private static Problem small(Engine engine) {
        return SmallProblem.read("small").withAssumptions(Assumptions.NONE.withEngine(engine));
    }

    private static Map<DegreeName, Integer> degrees(int t, int d, int e, int x, int p) {
        return Map.of(
                DegreeName.TENSOR, t,
                DegreeName.DATA, d,
                DegreeName.EXPERT, e,
                DegreeName.EXPERT_TENSOR, x,
                DegreeName.PIPELINE, p);
    }

    @Test
    void theRuleAndTheNearestPlanAreNamed() {
        CheckedPlan plan = check(small(Engine.VLLM), degrees(4, 1, 2, 2, 1));
        List<Violation> engine = plan.violations().stream()
                .filter(violation -> violation.constraint() == Constraint.ENGINE)
                .toList();
        assertThat(engine).hasSize(1);
        assertThat(engine.getFirst().where()).isEqualTo("/layout/expert");
        assertThat(engine.getFirst().actual()).isEqualTo(2);
        assertThat(engine.getFirst().fix())
                .startsWith("vLLM 0.32 (wholeOrSplitExperts): Experts are whole")
                .contains("The nearest that it can express is TP4 EP4 PP1 x2.");
        // It is evaluated all the same, with the batch that suits it best.
        assertThat(plan.evaluated()).isPresent();
        assertThat(plan.feasible()).isFalse();
    }

    @Test
    void anEngineThatCanExpressItBreaksNothing() {
        assertThat(check(small(Engine.SGLANG), degrees(4, 1, 2, 2, 1)).violations())
                .isEmpty();
        assertThat(check(small(Engine.VLLM), degrees(4, 1, 4, 1, 1)).violations())
                .isEmpty();
        assertThat(check(small(Engine.TENSORRT_LLM), degrees(2, 2, 4, 1, 1)).violations())
                .extracting(Violation::constraint)
                .containsExactly(Constraint.ENGINE);
    }

    @Test
    void anOpenSpaceIsNotJudged() {
        Problem open = small(Engine.VLLM);
        assertThat(check(open.withLimits(open.limits().withEngineSpace(false)), degrees(4, 1, 2, 2, 1))
                        .violations())
                .isEmpty();
    }

    /** On three nodes of eight a job of 20 GPUs has unequal parts; one of 12 has four on each of them. */
    @Test
    void aJobLiesOnEqualPartsOfItsNodes() {
        Problem serving = SmallProblem.read("small");
        Problem training = serving.withCluster(new Cluster(
                        List.of(new NodeGroup(
                                3, 8, serving.cluster().nodes().getFirst().gpu())),
                        serving.cluster().interNode()))
                .withWorkload(new Training(List.of(1024), 60, OptionalInt.empty(), 1, false, TrainingRecipe.STANDARD))
                .withAssumptions(
                        Assumptions.NONE.withSetup(EngineSetup.DEFAULT.training(Optional.of(TrainingEngine.MEGATRON))));
        Map<DegreeName, Integer> one = degrees(4, 1, 4, 1, 1);
        Map<DegreeName, Integer> five = new EnumMap<>(one);
        five.put(DegreeName.REPLICAS, 5);
        assertThat(check(training, five).violations()).anySatisfy(violation -> {
            assertThat(violation.constraint()).isEqualTo(Constraint.ENGINE);
            assertThat(violation.fix()).contains("(nodes)", "The nearest that it can express is");
        });
        Map<DegreeName, Integer> three = new EnumMap<>(one);
        three.put(DegreeName.REPLICAS, 3);
        CheckedPlan plan = check(training, three);
        assertThat(plan.violations()).isEmpty();
        assertThat(plan.evaluated().orElseThrow().layout().devices().all().map(gpu -> gpu / 8))
                .containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
    }
}
