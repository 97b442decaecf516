package dev.meshwright.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.lab.bench.Metric.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {

    private static BenchRow.Search row(String problem, double seconds, boolean complete) {
        return new BenchRow.Search(
                problem, List.of(new Metric("seconds", Kind.SECONDS, seconds), Metric.truth("complete", complete)));
    }

    /** Seconds of 0.1 x GPUs^0.5; a series of one, a name without a number and a search that was cut say nothing. */
    @Test
    void aPowerIsFound() {
        List<Growth> growth = Growth.of(List.of(
                row("serving-4", 0.1 * 2, true),
                row("serving-64", 0.1 * 8, true),
                row("serving-1024", 0.1 * 32, true),
                row("serving-4096", 5, false),
                row("training-16", 1, true),
                row("mixed", 1, true)));
        assertThat(growth).singleElement().satisfies(series -> {
            assertThat(series.name()).isEqualTo("serving");
            assertThat(series.least()).isEqualTo(4);
            assertThat(series.most()).isEqualTo(1024);
            assertThat(series.exponent()).isCloseTo(0.5, within(1e-9));
        });
    }
}
