package dev.meshwright.answer.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.answer.json.BenchDocument;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.lab.bench.BenchAnswer;
import dev.meshwright.lab.bench.BenchRow;
import dev.meshwright.lab.bench.Metric;
import dev.meshwright.lab.bench.Metric.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Metrics are data: another one needs no change of text or document. */
class BenchTextTest {

    private static BenchAnswer answer(Metric... further) {
        List<Metric> metrics = new ArrayList<>(List.of(
                new Metric("meanMaxOverMean", Kind.RATIO, 1.25),
                new Metric("spread", Kind.RATIO, 0),
                new Metric("worstProfile", Kind.RATIO, 1.5),
                new Metric("feasible", Kind.TRUTH, 1),
                new Metric("optimalLayers", Kind.COUNT, 3),
                new Metric("layers", Kind.COUNT, 4),
                new Metric("milliseconds", Kind.MILLISECONDS, 12),
                new Metric("slowestMilliseconds", Kind.MILLISECONDS, 13)));
        metrics.addAll(List.of(further));
        return new BenchAnswer.Placements(
                List.of(new BenchRow.Placement("a case", "greedy", "", metrics, List.of())), List.of());
    }

    @Test
    void aFigureThatNoColumnKnowsGetsItsOwn() {
        String known = BenchText.of(answer(), Style.PLAIN);
        assertThat(known).containsPattern("greedy +1\\.25000 +1\\.50000 +3 of 4 +12 +13\\n");
        String text = BenchText.of(
                answer(new Metric("idleShare", Kind.SHARE, 0.125), new Metric("moves", Kind.COUNT, 12_000)),
                Style.PLAIN);
        assertThat(text).containsPattern("slowest +idleShare +moves\\n").containsPattern("13 +12\\.5 % +12,000\\n");
    }

    @Test
    void documentsHaveEveryFigureAsItsKind() {
        Map<String, Object> document = BenchDocument.of(answer(new Metric("idleShare", Kind.SHARE, 0.125)), 1_000);
        assertThat(document).containsEntry("peakBytes", 1_000L);
        assertThat(document.get("rows"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .first()
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("idleShare", 0.125)
                .containsEntry("layers", 4L)
                .containsEntry("feasible", true)
                .containsEntry("missed", List.of());
    }
}
