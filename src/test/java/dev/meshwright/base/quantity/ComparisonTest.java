package dev.meshwright.base.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

/** A number that misses its limit is seen to miss it. */
class ComparisonTest {

    @Test
    void digitsGrowUntilTheyDiffer() {
        assertThat(Comparison.of(0.05004, 0.05, Figures::seconds)).isEqualTo(new Comparison("50.04 ms", "50.00 ms"));
        assertThat(Comparison.of(0.0524, 0.05, Figures::seconds)).isEqualTo(new Comparison("52.4 ms", "50 ms"));
        assertThat(Comparison.of(99_999.7, 100_000, Figures::tokensPerSecond))
                .isEqualTo(new Comparison("99,999.7 tokens/s", "100,000.0 tokens/s"));
        // Both print as 57.6; 49.97 of 49.96 would print as 50.0 of 50.0.
        assertThat(Comparison.of(57.62e9, 57.6e9, Figures::bytes)).isEqualTo(new Comparison("57.62 GB", "57.60 GB"));
        assertThat(Comparison.of(49.97e-3, 49.96e-3, Figures::seconds))
                .isEqualTo(new Comparison("49.97 ms", "49.96 ms"));
        // Next to a change of units.
        assertThat(Comparison.of(1.00001, 1, Figures::seconds)).isEqualTo(new Comparison("1.00001 s", "1.00000 s"));
        assertThat(Comparison.of(0.99999, 1, Figures::seconds)).isEqualTo(new Comparison("0.99999 s", "1.00000 s"));
        assertThat(Comparison.of(0.05, 0.05, Figures::seconds)).isEqualTo(new Comparison("50 ms", "50 ms"));
        assertThat(Comparison.times(1.05)).isEqualTo("1.05 times");
        assertThat(Comparison.times(1.0004)).isEqualTo("1.0004 times");
    }

    /** Whatever prints the numbers: the larger one is read as the larger one. */
    @Test
    void whatIsReadIsInTheOrderOfTheNumbers() {
        List<DoubleFunction<String>> figures = List.of(
                Figures::seconds,
                Figures::bytes,
                Figures::tokensPerSecond,
                Figures::plain,
                Figures::gigabytes,
                Figures::percent,
                Figures::flops);
        Random random = new Random(3);
        for (int round = 0; round < 20_000; round++) {
            double limit = Math.pow(10, 12 * random.nextDouble() - 3);
            double value = limit * (1 + (random.nextBoolean() ? 1 : -1) * Math.pow(10, -12 * random.nextDouble()));
            DoubleFunction<String> figure = figures.get(random.nextInt(figures.size()));
            Comparison shown = Comparison.of(value, limit, figure);
            assertThat(Math.signum(read(shown.value()) - read(shown.limit())))
                    .as(value + " and " + limit + ": " + shown)
                    .isEqualTo(Math.signum(value - limit));
        }
    }

    private static double read(String text) {
        String[] parts = text.split(" ", 2);
        String unit = parts.length == 1 ? "" : parts[1];
        double scale =
                switch (unit) {
                    case "ns" -> 1e-9;
                    case "us" -> 1e-6;
                    case "ms" -> 1e-3;
                    case "%" -> 1e-2;
                    case "kB", "kFLOP" -> 1e3;
                    case "MB", "MFLOP" -> 1e6;
                    case "GB", "GFLOP" -> 1e9;
                    default -> 1;
                };
        return Double.parseDouble(parts[0].replace(",", "")) * scale;
    }

    @Test
    void whatRoundsToNothingHasNoSign() {
        assertThat(Figures.percent(-1e-9)).isEqualTo("0.00 %");
        assertThat(Figures.percent(-0.0)).isEqualTo("0.0 %");
        assertThat(Figures.percent(-4e-5)).isEqualTo("0.00 %");
        assertThat(Figures.percent(-6e-5)).isEqualTo("-0.01 %");
        assertThat(Figures.gigabytes(-1e6)).isEqualTo("0.0");
        Random random = new Random(7);
        for (int round = 0; round < 5000; round++) {
            double tiny = -Math.pow(10, -15 * random.nextDouble());
            for (String text : List.of(
                    Figures.percent(tiny),
                    Figures.gigabytes(tiny),
                    Figures.plain(tiny),
                    Figures.count(tiny),
                    Figures.decimals(tiny, 1))) {
                assertThat(text).doesNotMatch("-0(\\.0*)?( .*)?");
            }
        }
    }
}
