package dev.meshwright.base.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers for people: three digits that mean something, a unit that leaves one to three before the point. */
class FiguresTest {

    /** From 100 on digits behind the point say nothing; 99.95 would round to 100.0. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "99.94 | 99.9",
                "99.95 | 100",
                "-99.95 | -100",
                "12.34 | 12.3",
                "9.994 | 9.99",
                "9.995 | 10.0",
                "1.234 | 1.23",
                "0.9994 | 0.999",
                "0.9995 | 1.00",
                "0.0995 | 0.100",
                "0.0994 | 0.0994",
                "0.000123456 | 0.000123",
                "-0.5 | -0.500",
                "7 | 7",
                "-7 | -7",
                "19104 | 19,104"
            })
    void plain(double value, String shown) {
        assertThat(Figures.plain(value)).isEqualTo(shown);
    }

    @Test
    void aNumberInTheUnitOfItsColumn() {
        assertThat(Figures.plain(3.35e12, 1e12)).isEqualTo("3.35");
        assertThat(Figures.gibibytes(3.0 * (1 << 30))).isEqualTo("3.00");
        assertThat(Figures.gigabytes(7.25e9)).isEqualTo("7.3");
        // 150.1e9 / 2^30 = 139.79
        assertThat(Figures.capacity(150.1e9)).isEqualTo("139.8 GiB (150.1 GB)");
        assertThat(Figures.money(0.349, "USD")).isEqualTo("0.349 USD");
    }

    /** The unit changes where the number would have a fourth digit, or be less than one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 s",
                "1.24 | 1.24 s",
                "0.9995 | 1.00 s",
                "0.9994 | 999 ms",
                "0.0398 | 39.8 ms",
                "-0.0398 | -39.8 ms",
                "0.00099951 | 1.00 ms",
                "0.0009994 | 999 us",
                "0.000012 | 12 us",
                "0.00000099951 | 1.00 us",
                "0.0000009994 | 999 ns",
                "0.000000025 | 25 ns"
            })
    void seconds(double value, String shown) {
        assertThat(Figures.seconds(value)).isEqualTo(shown);
    }

    @Test
    void bytesAndFlopAreScaledByThousands() {
        assertThat(Figures.bytes(999.4)).startsWith("999 ");
        assertThat(Figures.bytes(999.5)).isEqualTo("1.00 kB");
        assertThat(Figures.bytes(-2e9)).isEqualTo("-2 GB");
        assertThat(Figures.flops(26.1e9)).isEqualTo("26.1 GFLOP");
        // Beyond the last unit the number grows.
        String huge = Figures.bytes(1e30);
        assertThat(huge).matches("[0-9,]{9,} [A-Z]B");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.123 | 12.3 %",
                "0 | 0.0 %",
                "0.000995 | 0.1 %",
                "0.000994 | 0.10 %",
                "-0.0004 | -0.04 %",
                "-0.000001 | 0.00 %"
            })
    void percent(double value, String shown) {
        assertThat(Figures.percent(value)).isEqualTo(shown);
    }

    @Test
    void whatRoundsToNothingHasNoSign() {
        assertThat(Figures.decimals(-0.04, 1)).isEqualTo("0.0");
        assertThat(Figures.decimals(-0.06, 1)).isEqualTo("-0.1");
        assertThat(Figures.decimals(-0.94, 1)).isEqualTo("-0.9");
    }

    @ParameterizedTest
    @CsvSource({
        "46.7e9, 46.7B",
        "670.6e6, 670.6M",
        "999.4e6, 999.4M",
        "999.5e6, 1.0B",
        "999.4e9, 999.4B",
        "999.5e9, 1.00T",
        "2.76e12, 2.76T"
    })
    void parameters(double value, String shown) {
        assertThat(Figures.parameters(value)).isEqualTo(shown);
    }

    /** Up to two a fraction is a part; more is so many times. */
    @Test
    void amountsCarryTheUnitOfTheirDimension() {
        assertThat(Figures.amount(72e9, Dimension.BYTES)).isEqualTo("72 GB");
        assertThat(Figures.amount(1.8e12, Dimension.BYTES_PER_SECOND)).isEqualTo("1.80 TB/s");
        assertThat(Figures.amount(26.1e9, Dimension.FLOP)).isEqualTo("26.1 GFLOP");
        assertThat(Figures.amount(400e12, Dimension.FLOP_PER_SECOND)).isEqualTo("400 TFLOP/s");
        assertThat(Figures.amount(0.04, Dimension.SECONDS)).isEqualTo("40 ms");
        assertThat(Figures.amount(19104.4, Dimension.TOKENS_PER_SECOND)).isEqualTo("19,104 tokens/s");
        assertThat(Figures.amount(1.5, Dimension.SEQUENCES_PER_SECOND)).isEqualTo("1.50 sequences/s");
        assertThat(Figures.amount(700, Dimension.WATTS)).isEqualTo("700 W");
        assertThat(Figures.amount(8, Dimension.COUNT)).isEqualTo("8");
        assertThat(Figures.amount(2, Dimension.FRACTION)).isEqualTo("200.0 %");
        assertThat(Figures.amount(-2, Dimension.FRACTION)).isEqualTo("-200.0 %");
        assertThat(Figures.amount(2.5, Dimension.FRACTION)).isEqualTo("2.50 times");
        assertThat(Figures.amount(-2.5, Dimension.FRACTION)).isEqualTo("-2.50 times");
    }

    @Test
    void oneIsSingular() {
        assertThat(List.of(Figures.number(1, "GPU"), Figures.number(8, "GPU"), Figures.number(0, "GPU")))
                .containsExactly("1 GPU", "8 GPUs", "0 GPUs");
    }
}
