package dev.meshwright.question.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SmallProblem;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PlanDraft.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanCheckerTest {

    private final PlanChecker checker =
            new PlanChecker(SmallProblem.question(SmallProblem.read("small")), SmallProblem::placer);

    private static PlanDraft draft(
            int tensor,
            int data,
            int expert,
            int expertTensor,
            int pipeline,
            Optional<List<Stage>> stages,
            Optional<List<List<Place>>> devices) {
        DegreesDraft degrees = new DegreesDraft(
                Map.of(
                        DegreeName.TENSOR, tensor,
                        DegreeName.DATA, data,
                        DegreeName.EXPERT, expert,
                        DegreeName.EXPERT_TENSOR, expertTensor,
                        DegreeName.PIPELINE, pipeline),
                Optional.empty(),
                DegreesDraft.Form.FIELDS);
        return new PlanDraft(Optional.empty(), Optional.empty(), degrees, stages, Optional.empty(), devices, List.of());
    }

    private static PlanDraft draft(int tensor, int data, int expert, int expertTensor, int pipeline) {
        return draft(tensor, data, expert, expertTensor, pipeline, Optional.empty(), Optional.empty());
    }

    @Test
    void fillsReplicasBatchesAndSlots() {
        CheckedPlan plan = checker.check(draft(2, 1, 2, 1, 2));
        Degrees degrees = plan.degrees();
        // 8 GPUs / (2 tensor x 1 data x 2 stages) = 2 replicas.
        assertThat(degrees.replicas()).isEqualTo(2);
        // 384 sequences on 2 attention ranks = 192 = 2 micro-batches, one per stage, of 96.
        assertThat(degrees.microBatches()).isEqualTo(2);
        assertThat(degrees.microBatch()).isEqualTo(96);
        // 12 experts on 2 expert ranks.
        assertThat(degrees.slotsPerRank()).isEqualTo(6);
        assertThat(plan.feasible()).isTrue();
        assertThat(plan.evaluated()).isPresent();
        assertThat(plan.notes()).anyMatch(note -> note.startsWith("Replicas are not stated: 2"));
    }

    @Test
    void keepsStatedStages() {
        List<Stage> stages = List.of(new Stage(0, 9), new Stage(10, 23));
        CheckedPlan plan = checker.check(draft(2, 2, 4, 1, 2, Optional.of(stages), Optional.empty()));
        assertThat(plan.evaluated().orElseThrow().layout().stages()).isEqualTo(stages);
    }

    @Test
    void tooManyGpusAreAViolationAndStillEvaluated() {
        CheckedPlan plan = checker.check(draft(2, 6, 12, 1, 1));
        assertThat(plan.violations())
                .extracting(Violation::constraint, Violation::actual, Violation::limit)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Constraint.GPU_COUNT, 12.0, 8.0));
        assertThat(plan.evaluated().orElseThrow().evaluation().gpus()).isEqualTo(12);
        // 12 GPUs need one more node of 4.
        assertThat(plan.problem().cluster().gpus()).isEqualTo(12);
    }

    @Test
    void partsThatDoNotFitTogetherAreReportedWithoutAnEvaluation() {
        List<Stage> gap = List.of(new Stage(0, 9), new Stage(12, 23));
        CheckedPlan plan = checker.check(draft(2, 2, 4, 1, 2, Optional.of(gap), Optional.empty()));
        assertThat(plan.violations()).extracting(Violation::constraint).containsExactly(Constraint.STAGES);
        assertThat(plan.evaluated()).isEmpty();
    }

    @Test
    void aWrongNumberOfStagesIsReported() {
        List<Stage> three = List.of(new Stage(0, 7), new Stage(8, 15), new Stage(16, 23));
        CheckedPlan plan = checker.check(draft(2, 2, 4, 1, 2, Optional.of(three), Optional.empty()));
        assertThat(plan.violations()).extracting(Violation::constraint).containsExactly(Constraint.STAGES);
    }

    @Test
    void devicesThatDoNotExistAreReported() {
        CheckedPlan plan = withLastDevice(new Place(7, 0));
        assertThat(plan.violations()).extracting(Violation::constraint).containsExactly(Constraint.DEVICE_EXISTS);
        assertThat(plan.evaluated()).isPresent();
    }

    @Test
    void aDeviceUsedTwiceIsReported() {
        assertThat(withLastDevice(new Place(0, 0)).violations())
                .extracting(Violation::constraint)
                .containsExactly(Constraint.DEVICES_DISTINCT);
    }

    private CheckedPlan withLastDevice(Place last) {
        List<List<Place>> devices = List.of(List.of(
                new Place(0, 0),
                new Place(0, 1),
                new Place(0, 2),
                new Place(0, 3),
                new Place(1, 0),
                new Place(1, 1),
                new Place(1, 2),
                last));
        return checker.check(draft(2, 4, 4, 2, 1, Optional.empty(), Optional.of(devices)));
    }
}
