package dev.meshwright.layout.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stages, expert slots and devices: one test per rule. */
class LayoutRulesTest {

    /** 4 routed layers of 4 experts; TP1 DP2 EP2 PP2 on 4 GPUs. */
    private static final Problem PROBLEM =
            Problems.problem(Architectures.small(4, 4), Problems.cluster(1, 4, "h100-sxm"), Problems.serving(512, 64));

    private static final Degrees DEGREES = Problems.degrees(4, 1, 2, 2, 2, 1, 1, 2);
    private static final Layout VALID = Problems.inOrder(PROBLEM, DEGREES);

    private static List<Violation> violations(Layout layout) {
        return new LayoutRules(PROBLEM).violations(layout);
    }

    private static Layout withStages(Stage... stages) {
        return new Layout(DEGREES, List.of(stages), VALID.experts(), VALID.devices());
    }

    private static Layout withExperts(int[]... rows) {
        return new Layout(DEGREES, VALID.stages(), new ExpertSlots(rows), VALID.devices());
    }

    private static Layout withDevices(int[]... rows) {
        return new Layout(DEGREES, VALID.stages(), VALID.experts(), new DeviceMap(rows));
    }

    @Test
    void validLayoutBreaksNothing() {
        assertThat(violations(VALID)).isEmpty();
        assertThat(violations(withStages(new Stage(0, 0), new Stage(1, 3))))
                .as("unequal stages")
                .isEmpty();
    }

    @Test
    void stagesAreContiguous() {
        Layout layout = withStages(new Stage(0, 1), new Stage(3, 3));
        assertThat(violations(layout))
                .containsExactly(Violation.count(
                        Constraint.STAGES,
                        "/layout/stages/1",
                        3,
                        2,
                        "Stages are contiguous: let stage 1 begin at layer 2 and hold a layer or more."));
        assertThat(LayoutRules.evaluable(violations(layout))).isFalse();
    }

    @Test
    void stagesEndWithTheModel() {
        assertThat(violations(withStages(new Stage(0, 1), new Stage(2, 2))))
                .containsExactly(
                        Violation.count(Constraint.STAGES, "/layout/stages", 3, 4, "Let the stages end at layer 3."));
    }

    @Test
    void thereAreAsManyStagesAsThePipelineIsDeep() {
        assertThat(violations(withStages(new Stage(0, 3))))
                .containsExactly(Violation.count(
                        Constraint.STAGES, "/layout/stages", 1, 2, "Give 2 stages, or set pipeline to 1."));
    }

    @Test
    void everyRoutedLayerHasARow() {
        assertThat(violations(withExperts(new int[] {0, 1, 2, 3})))
                .containsExactly(Violation.count(
                        Constraint.EXPERT_ROWS,
                        "/layout/experts",
                        1,
                        4,
                        "Give one row for each of the 4 routed layers."));
    }

    @Test
    void rowsHaveAllSlots() {
        int[] row = {0, 1, 2, 3};
        assertThat(violations(withExperts(row, new int[] {0, 1, 2}, row, row)))
                .containsExactly(Violation.count(
                        Constraint.EXPERT_ROWS,
                        "/layout/experts/1",
                        3,
                        2 * 2,
                        "Give slotsPerRank x expert = 4 slots."));
    }

    @Test
    void expertsExist() {
        int[] row = {0, 1, 2, 3};
        assertThat(violations(withExperts(row, row, new int[] {0, 1, 4, 3}, row)))
                .containsExactly(Violation.count(
                        Constraint.EXPERT_ROWS, "/layout/experts/2/2", 4, 3, "Experts are numbered from 0 to 3."));
    }

    @Test
    void replicasLieOnDistinctRanks() {
        int[] row = {0, 1, 2, 3};
        assertThat(violations(withExperts(new int[] {0, 0, 2, 3}, row, row, row)))
                .containsExactly(
                        Violation.count(
                                Constraint.REPLICAS_ON_DISTINCT_RANKS,
                                "/layout/experts/0 rank 0",
                                2,
                                1,
                                "Put one of the replicas of expert 0 on another rank."),
                        Violation.count(
                                Constraint.EVERY_EXPERT_HOSTED,
                                "/layout/experts/0",
                                3,
                                4,
                                "Expert 1 has no slot: give it that of an expert with several."));
    }

    @Test
    void everyStageHasItsDevices() {
        assertThat(violations(withDevices(new int[] {0, 1})))
                .containsExactly(Violation.count(
                        Constraint.DEVICE_ROWS, "/layout/devices", 1, 2, "Give replicas x pipeline = 2 rows."));
        assertThat(violations(withDevices(new int[] {0, 1}, new int[] {2})))
                .containsExactly(Violation.count(
                        Constraint.DEVICE_ROWS, "/layout/devices/1", 1, 2, "Give tensor x data = 2 GPUs."));
    }

    @Test
    void gpusAreUsedOnce() {
        assertThat(violations(withDevices(new int[] {0, 1}, new int[] {1, 2})))
                .containsExactly(Violation.count(
                        Constraint.DEVICES_DISTINCT, "/layout/devices/1", 1, 3, "Use each GPU once; GPU 1 is taken."));
    }

    @Test
    void gpusExist() {
        assertThat(violations(withDevices(new int[] {0, 1}, new int[] {2, 4})))
                .containsExactly(Violation.count(
                        Constraint.DEVICES_EXIST, "/layout/devices/1", 4, 3, "GPUs are numbered from 0 to 3."));
    }

    /**
     * GLM-5.2 has 78 layers of which the first three and then one in four choose positions for those after it: 39 + 39 cuts
     * a group and fails, 42 + 36 runs (a published deployment).
     */
    @Test
    void stagesBeginWithLayersThatNeedNoEarlierOne() {
        Model model = ModelCatalogue.standard().find("glm-5.2").orElseThrow().model();
        Problem problem = Problems.problem(model, Problems.cluster(2, 8, "h200-sxm"), Problems.serving(512, 64));
        Degrees degrees = Problems.degrees(256, 8, 1, 8, 2, 1, 1, 2);
        Layout even = Problems.inOrder(problem, degrees);
        LayoutRules rules = new LayoutRules(problem);
        assertThat(even.stages()).containsExactly(new Stage(0, 38), new Stage(39, 77));
        assertThat(rules.violations(even))
                .contains(Violation.count(
                        Constraint.STAGE_BORDER,
                        "/layout/stages/1",
                        39,
                        38,
                        "Begin stage 1 at layer 38 or 42: layer 39 uses what an earlier layer chose or keeps."));
        Layout uneven =
                new Layout(degrees, List.of(new Stage(0, 41), new Stage(42, 77)), even.experts(), even.devices());
        assertThat(rules.violations(uneven)).noneMatch(violation -> violation.constraint() == Constraint.STAGE_BORDER);
    }

    /** A chunk of a virtual stage follows another stage as well: 18 + 18 | 21 + 21 layers cut a group at layer 39. */
    @Test
    void chunksBeginWithLayersThatNeedNoEarlierOne() {
        Model model = ModelCatalogue.standard().find("glm-5.2").orElseThrow().model();
        Problem problem = Problems.problem(model, Problems.cluster(2, 8, "h200-sxm"), Problems.training(512, 64));
        Degrees degrees = new Degrees(8, 1, 8, 1, 2, 1, 1, 64, 2, Degrees.Recomputation.NONE, 32, 1);
        Layout even = Problems.inOrder(problem, degrees);
        LayoutRules rules = new LayoutRules(problem);
        assertThat(rules.violations(chunked(even, 18, 39, 58)))
                .filteredOn(violation -> violation.constraint() == Constraint.STAGE_BORDER)
                .containsExactly(Violation.count(
                        Constraint.STAGE_BORDER,
                        "/layout/stages/0/1",
                        39,
                        38,
                        "Begin chunk 1 of stage 0 at layer 38 or 42: layer 39 uses what an earlier layer chose or"
                                + " keeps."));
        assertThat(rules.violations(chunked(even, 18, 38, 58)))
                .noneMatch(violation -> violation.constraint().label().startsWith("stage"));
    }

    /** Two chunks in each of two stages, which begin at layers 0, {@code second}, {@code third} and {@code fourth}. */
    private static Layout chunked(Layout layout, int second, int third, int fourth) {
        Stage first = new Stage(List.of(new Stage.Range(0, second - 1), new Stage.Range(third, fourth - 1)));
        Stage last = new Stage(List.of(new Stage.Range(second, third - 1), new Stage.Range(fourth, 77)));
        return new Layout(layout.degrees(), List.of(first, last), layout.experts(), layout.devices());
    }
}
