package dev.meshwright.layout.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.Stage.Range;
import dev.meshwright.layout.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Chunks of stages, empty stages and multi-token prediction, of 8 equal layers on two stages of one GPU. */
class StageRulesTest {

    private static final Training TRAINING = new Training(List.of(512), 8, OptionalInt.empty(), 1, false);
    private static final Training PREDICTING = new Training(List.of(512), 8, OptionalInt.empty(), 1, true);

    private static Problem problem(Workload workload) {
        return Problems.problem(Architectures.small(8, 4), Problems.cluster(1, 2, "h100-sxm"), workload);
    }

    private static Degrees degrees(int pipeline, int virtualStages, int microBatches) {
        return new Degrees(1, 1, 1, 1, pipeline, 1, 1, microBatches, virtualStages, Recomputation.NONE, 4, 1);
    }

    private static List<Violation> stages(Workload workload, OptionalInt prediction, int virtual, Stage... stages) {
        Problem problem = problem(workload);
        Layout even = Layout.inOrder(degrees(2, virtual, 4), problem.model());
        Layout layout = new Layout(even.degrees(), List.of(stages), even.experts(), even.devices(), prediction);
        return new StageRules(problem).violations(layout);
    }

    private static Stage chunks(Range... ranges) {
        return new Stage(List.of(ranges));
    }

    private static List<Violation> ofDegrees(Workload workload, int pipeline, int virtual, int microBatches) {
        List<Violation> broken = new ArrayList<>();
        StageRules.degrees(problem(workload), degrees(pipeline, virtual, microBatches), broken);
        return broken;
    }

    /** Eight layers begin eight chunks: 2 x 4 or 8 x 1, not 3 x 3. */
    @Test
    void everyChunkHasALayer() {
        assertThat(ofDegrees(TRAINING, 2, 4, 4)).isEmpty();
        assertThat(ofDegrees(TRAINING, 8, 1, 4)).isEmpty();
        assertThat(ofDegrees(TRAINING, 3, 3, 3))
                .containsExactly(Violation.count(
                        Constraint.LAYERS_PER_STAGE,
                        "/layout/pipeline x virtualStages",
                        3 * 3,
                        8,
                        "Set pipeline to at most " + 8 / 3 + "."));
    }

    /** Whole rounds through the chunks: 6 micro-batches are no multiple of 4 stages, 8 are. */
    @Test
    void interleavingTakesWholeRounds() {
        assertThat(ofDegrees(TRAINING, 4, 2, 8)).isEmpty();
        assertThat(ofDegrees(TRAINING, 4, 1, 6)).isEmpty();
        assertThat(ofDegrees(TRAINING, 4, 2, 6))
                .containsExactly(Violation.count(
                        Constraint.INTERLEAVING,
                        "/layout/microBatches",
                        6,
                        4,
                        "Set microBatches to 8, a multiple of pipeline, or virtualStages to 1."));
        assertThat(ofDegrees(Problems.serving(512, 64), 2, 2, 4))
                .extracting(Violation::constraint)
                .containsExactly(Constraint.INTERLEAVED_IN_TRAINING);
        assertThat(ofDegrees(Problems.serving(512, 64), 2, 1, 4)).isEmpty();
    }

    /** Megatron has stages of the embedding or the head alone, engines have none. */
    @Test
    void anEmptyStageTrains() {
        Stage[] late = {new Stage(0, -1), new Stage(0, 7)};
        assertThat(stages(TRAINING, OptionalInt.empty(), 1, late)).isEmpty();
        assertThat(stages(Problems.serving(512, 64), OptionalInt.empty(), 1, late))
                .extracting(Violation::where)
                .containsExactly("/layout/stages/0");
        Stage[] early = {new Stage(0, 7), new Stage(8, 7)};
        assertThat(stages(TRAINING, OptionalInt.empty(), 1, early)).isEmpty();
        assertThat(stages(Problems.serving(512, 64), OptionalInt.empty(), 1, early))
                .extracting(Violation::constraint)
                .containsExactly(Constraint.STAGES);
    }

    @Test
    void chunksFollowEachOtherFromStageToStage() {
        Stage first = chunks(new Range(0, 1), new Range(4, 5));
        assertThat(stages(TRAINING, OptionalInt.empty(), 2, first, chunks(new Range(2, 3), new Range(6, 7))))
                .isEmpty();
        assertThat(stages(TRAINING, OptionalInt.empty(), 2, first, chunks(new Range(3, 3), new Range(6, 7))))
                .containsExactly(Violation.count(
                        Constraint.STAGES,
                        "/layout/stages/1/0",
                        3,
                        2,
                        "Chunks follow each other from stage to stage: let chunk 0 of stage 1 begin at layer 2."));
        assertThat(stages(TRAINING, OptionalInt.empty(), 2, first, chunks(new Range(2, 3), new Range(6, 6))))
                .containsExactly(
                        Violation.count(Constraint.STAGES, "/layout/stages", 7, 8, "Let the stages end at layer 7."));
        // An empty chunk holds no place.
        assertThat(stages(
                        TRAINING,
                        OptionalInt.empty(),
                        2,
                        chunks(new Range(0, 1), new Range(2, 1)),
                        chunks(new Range(2, 5), new Range(6, 7))))
                .isEmpty();
    }

    @Test
    void everyStageHasAllChunks() {
        Stage[] uneven = {chunks(new Range(0, 1), new Range(4, 5)), chunks(new Range(2, 3))};
        assertThat(stages(TRAINING, OptionalInt.empty(), 2, uneven))
                .containsExactly(Violation.count(
                        Constraint.STAGES,
                        "/layout/stages/1",
                        1,
                        2,
                        "Give every stage virtualStages = 2 chunks, or set virtualStages to 1."));
        assertThat(stages(Problems.serving(512, 64), OptionalInt.empty(), 1, uneven))
                .containsExactly(Violation.count(
                        Constraint.STAGES,
                        "/layout/stages/0",
                        2,
                        1,
                        "Inference engines run one chunk per stage: let stages hold layers that follow each other."));
    }

    /** Prediction follows all layers: on the last of two stages, and nowhere else while that has layers. */
    @Test
    void predictionComesLast() {
        Stage[] even = {new Stage(0, 3), new Stage(4, 7)};
        assertThat(stages(PREDICTING, OptionalInt.of(1), 1, even)).isEmpty();
        assertThat(stages(PREDICTING, OptionalInt.empty(), 1, even)).isEmpty();
        assertThat(stages(PREDICTING, OptionalInt.of(0), 1, even))
                .containsExactly(
                        Violation.count(
                                Constraint.PREDICTION_STAGE,
                                "/layout/predictionStage",
                                0,
                                1,
                                "Multi-token prediction follows all layers: no later stage may have layers in its last chunk."));
        assertThat(stages(PREDICTING, OptionalInt.of(2), 1, even))
                .containsExactly(Violation.count(
                        Constraint.PREDICTION_STAGE, "/layout/predictionStage", 2, 1, "Name a stage from 1 to 1."));
        // Behind the first stage, though no other has layers.
        assertThat(stages(PREDICTING, OptionalInt.of(0), 1, new Stage(0, 7), new Stage(8, 7)))
                .extracting(Violation::fix)
                .containsExactly("Name a stage from 1 to 1.");
        assertThat(stages(TRAINING, OptionalInt.of(1), 1, even))
                .extracting(Violation::fix)
                .containsExactly("Nothing trains multi-token prediction: leave predictionStage out, or set"
                        + " workload.trainPredictionLayers: true.");
        assertThat(stages(Problems.serving(512, 64), OptionalInt.of(1), 1, even))
                .hasSize(1);
    }

    @Test
    void oneStageNamesNone() {
        Problem problem = problem(PREDICTING);
        Layout one = Layout.inOrder(degrees(1, 1, 4), problem.model());
        Layout named = new Layout(one.degrees(), one.stages(), one.experts(), one.devices(), OptionalInt.of(1));
        assertThat(new StageRules(problem).violations(named))
                .containsExactly(Violation.count(
                        Constraint.PREDICTION_STAGE,
                        "/layout/predictionStage",
                        1,
                        0,
                        "Leave predictionStage out: there is one stage."));
    }
}
