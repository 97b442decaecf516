package dev.meshwright.lab.error.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.error.Grouping;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorReportTest {

    private static Outcome outcome(String id, String model, double measured, double predicted) {
        return Outcome.predicted(
                new RowLabels(id, model, "g", "vllm", Phase.SERVING, "TP1"),
                Measure.TIME_PER_OUTPUT_TOKEN,
                measured,
                predicted,
                List.of(new Outcome.Term("attention", predicted / 4)));
    }

    private static Outcome unpredicted(String model) {
        return Outcome.unpredicted(
                new RowLabels("none", model, "g", "vllm", Phase.SERVING, "TP1"),
                Measure.TIME_PER_OUTPUT_TOKEN,
                10,
                "unknown model");
    }

    /** Models m00 to m17 with two rows, but m05 and m17 with one: those two are summed up. */
    private static List<Outcome> eighteenModels() {
        List<Outcome> outcomes = new ArrayList<>();
        for (int model = 0; model < 18; model++) {
            String name = "m%02d".formatted(model);
            outcomes.add(outcome(name + "a", name, 10, 10 + model));
            if (model != 5 && model != 17) {
                outcomes.add(outcome(name + "b", name, 10, 10 + model));
            }
        }
        return outcomes;
    }

    @Test
    void smallestGroupsAreSummedUp() {
        GroupedErrors errors =
                GroupedErrors.of(Map.of(Measure.TIME_PER_OUTPUT_TOKEN, eighteenModels()), Grouping.MODEL);
        assertThat(errors.several()).isTrue();
        assertThat(errors.rows()).hasSize(16 + 1).last().satisfies(others -> {
            assertThat(others.others()).isTrue();
            assertThat(others.groups()).isEqualTo(2);
            assertThat(others.rows()).isEqualTo(2);
            // 50 % and 170 % too large
            assertThat(others.errors().get(Measure.TIME_PER_OUTPUT_TOKEN).mean())
                    .isCloseTo((0.5 + 1.7) / 2, within(1e-12));
        });
        assertThat(errors.rows().stream().mapToInt(GroupedErrors.Row::groups).sum())
                .isEqualTo(18);
        assertThat(errors.rows().stream().map(GroupedErrors.Row::name).limit(16))
                .isSorted()
                .doesNotContain("m05", "m17");
    }

    /** A group of unpredicted rows is counted, and has no error. */
    @Test
    void unpredictedRowsAreCountedOnly() {
        GroupedErrors errors = GroupedErrors.of(
                Map.of(Measure.TIME_PER_OUTPUT_TOKEN, List.of(outcome("a", "m", 10, 12), unpredicted("n"))),
                Grouping.MODEL);
        assertThat(errors.rows())
                .extracting(GroupedErrors.Row::name, GroupedErrors.Row::rows)
                .containsExactly(tuple("m", 1), tuple("n", 1));
        assertThat(errors.rows().getLast().errors()).containsValue(ErrorSummary.NONE);
        MeasureErrors measure = MeasureErrors.of(
                Measure.TIME_PER_OUTPUT_TOKEN, List.of(outcome("a", "m", 10, 12), unpredicted("n")), 3);
        assertThat(measure.all().together().count()).isEqualTo(1);
        assertThat(measure.all().fitted().count() + measure.all().heldOut().count())
                .isEqualTo(1);
        assertThat(measure.groups().get(Grouping.MODEL)).containsOnlyKeys("m");
        assertThat(measure.points()).hasSize(1);
    }

    @Test
    void moreGroupsThanColoursBecomeOne() {
        List<PointGroup> groups = PointGroup.of(Grouping.MODEL.split(eighteenModels()));
        assertThat(groups).hasSize(PointGroup.MOST_GROUPS);
        assertThat(groups.getLast().groups()).isEqualTo(18 - 8);
        assertThat(groups.stream().mapToInt(group -> group.outcomes().size()).sum())
                .isEqualTo(2 * 18 - 2);
        assertThat(groups).allSatisfy(group -> assertThat(group.errors()).isEqualTo(ErrorSummary.of(group.outcomes())));
    }

    /** One row that is 100 % off among rows that are right stands out; the same error in all of them is a term's. */
    @Test
    void whatIsLikelyWrong() {
        List<Outcome> alone = List.of(
                outcome("a", "m", 10, 10),
                outcome("b", "m", 10, 10),
                outcome("c", "m", 10, 10),
                outcome("d", "m", 10, 20));
        WorstRows standsOut = WorstRows.of(alone, 1);
        assertThat(standsOut.rows().getFirst().largestShare()).hasValue(0.25);
        assertThat(standsOut.findings()).singleElement().satisfies(finding -> assertThat(finding.cause())
                .isInstanceOf(WorstRows.Cause.Alone.class));
        // Attention is a quarter of the prediction, which is 10 % too large: 4/11 too large itself.
        List<Outcome> term = List.of(
                outcome("a", "m", 10, 11),
                outcome("b", "m", 20, 22),
                outcome("c", "m", 30, 33),
                outcome("d", "m", 40, 44));
        assertThat(WorstRows.of(term, 2).findings()).singleElement().satisfies(finding -> assertThat(finding.cause())
                .isInstanceOfSatisfying(WorstRows.Cause.Term.class, cause -> {
                    assertThat(cause.suspect().term()).isEqualTo("attention");
                    assertThat(cause.suspect().factor()).isCloseTo(1 - 4.0 / 11, within(0.02));
                }));
        assertThat(WorstRows.of(term.subList(0, 2), 2).findings()).isEmpty();
    }
}
