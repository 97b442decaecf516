package dev.meshwright.lab.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HarnessTest {

    private static Harness harness(int input, int output, String... cells) {
        Map<String, String> row = new HashMap<>();
        for (int cell = 0; cell < cells.length; cell += 2) {
            row.put(cells[cell], cells[cell + 1]);
        }
        return Harness.of(row, input, output);
    }

    @Test
    void lengthsTellWhoMeasured() {
        Harness inferencex = harness(1024, 8192);
        assertThat(inferencex.kind()).isEqualTo(Harness.Kind.INFERENCEX);
        assertThat(inferencex.input()).isEqualTo(new Length.Uniform(819, 1024));
        assertThat(inferencex.requestsPerClient()).isEqualTo(10);
        Harness own = harness(1024, 1024, "harness", "aic");
        assertThat(own.kind()).isEqualTo(Harness.Kind.AICONFIGURATOR);
        assertThat(own.input()).isEqualTo(new Length.Fixed(1024));
        assertThat(harness(2000, 500).kind()).isEqualTo(Harness.Kind.OTHER);
        String source = "silicon_data_source";
        assertThat(harness(1024, 1024, source, "source_file=Org_Model-32B.csv; silicon_concurrency=8")
                        .kind())
                .isEqualTo(Harness.Kind.AICONFIGURATOR);
        assertThat(harness(1024, 1024, source, "source_file=2026-04-06.csv; wip=False")
                        .kind())
                .isEqualTo(Harness.Kind.INFERENCEX);
    }

    @Test
    void statedRangesAndRatesAreTaken() {
        Harness uniform = harness(496, 509, "lengths", "uniform 1..1000 / 1..8000", "max_concurrency", "16");
        assertThat(uniform.input()).isEqualTo(new Length.Uniform(1, 1000));
        assertThat(uniform.output()).isEqualTo(new Length.Uniform(1, 8000));
        assertThat(uniform.clients()).isEqualTo(16);
        // 300 requests per second over 8 replicas.
        Harness stream = harness(778, 129, "lengths", "data set, spread", "rate_req_s", "300", "replicas", "8");
        assertThat(stream.arrivals()).isEqualTo(new Arrivals.Poisson(37.5));
        assertThat(stream.input().mean()).isEqualTo(778);
    }
}
