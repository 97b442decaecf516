package dev.meshwright.cost.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.base.resource.NamedConstants;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MeasuredRangeTest {

    private static final String TPOT = "serving.timePerOutputToken";

    private static Circumstances asked(double gpus, double inFlight, double input, double output, String family) {
        return new Circumstances(gpus, inFlight, input, output, new TreeSet<>(List.of(family)));
    }

    private static PredictionIntervals intervals() {
        MeasuredRange range =
                MeasuredRange.of(List.of(asked(1, 4, 1024, 1024, "hopper"), asked(8, 512, 8192, 1024, "blackwell")));
        Map<String, Double> values = new HashMap<>();
        range.lines().forEach((name, value) -> values.put(name, (double) value));
        Map.of("", 0.1, ".to8", 0.05, ".more", 0.2, ".elsewhere", 0.4).forEach((kind, width) -> {
            values.put(TPOT + kind + ".low", -width);
            values.put(TPOT + kind + ".high", width);
            values.put(TPOT + kind + ".rows", 100.0);
        });
        return PredictionIntervals.of(NamedConstants.of("residuals", values));
    }

    private static PredictionIntervals.Interval interval(Circumstances asked) {
        return intervals().serving(asked, Measure.TIME_PER_OUTPUT_TOKEN, 1).orElseThrow();
    }

    @Test
    void requestsInFlightSayHowWideAnIntervalIs() {
        assertThat(interval(asked(4, 8, 2048, 1024, "hopper")).high()).isEqualTo(Math.exp(0.05));
        assertThat(interval(asked(4, 129, 2048, 1024, "hopper")).high()).isEqualTo(Math.exp(0.2));
        // A band without measured rows, and a question that says nothing of requests: all together.
        assertThat(interval(asked(4, 100, 2048, 1024, "hopper")).high()).isEqualTo(Math.exp(0.1));
        assertThat(interval(asked(4, 0, 2048, 1024, "hopper")).high()).isEqualTo(Math.exp(0.1));
    }

    @Test
    void outsideOfWhatWasMeasuredAnIntervalIsWiderAndSaysWhy() {
        assertThat(interval(asked(8, 4, 1024, 1024, "blackwell")).outside()).isEmpty();
        PredictionIntervals.Interval more = interval(asked(16, 4, 1024, 1024, "hopper"));
        assertThat(more.high()).isEqualTo(Math.exp(0.4));
        assertThat(more.outside()).containsExactly("16 GPUs, measured were 1 to 8");
        assertThat(interval(asked(8, 4, 100_000, 1024, "cdna3")).outside())
                .containsExactly(
                        "100,000 tokens of a prompt, measured were 1,024 to 8,192",
                        "GPUs of the family cdna3, measured were blackwell, hopper");
        assertThat(interval(asked(8, 1000, 1024, 1024, "hopper")).outside())
                .containsExactly("1,000 requests in flight, measured were 4 to 512");
    }

    @Test
    void bandsMeetWithoutGaps() {
        assertThat(LoadBand.of(1)).isEqualTo(LoadBand.TO_8);
        assertThat(LoadBand.of(9)).isEqualTo(LoadBand.TO_32);
        assertThat(LoadBand.of(128)).isEqualTo(LoadBand.TO_128);
        assertThat(LoadBand.of(5000)).isEqualTo(LoadBand.MORE);
    }
}
