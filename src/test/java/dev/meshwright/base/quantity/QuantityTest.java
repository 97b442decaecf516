package dev.meshwright.base.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.base.quantity.Quantity.Per;
import dev.meshwright.base.quantity.Quantity.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "64 GB; BYTES; 64e9",
                "64GB; BYTES; 64e9",
                "8 GiB; BYTES; 8589934592",
                "80e9 B; BYTES; 80e9",
                "512 MiB; BYTES; 536870912",
                "1.8 TB/s; BYTES_PER_SECOND; 1.8e12",
                "400 Gbit/s; BYTES_PER_SECOND; 50e9",
                "400 Gb/s; BYTES_PER_SECOND; 50e9",
                "400 Gbps; BYTES_PER_SECOND; 50e9",
                "100 GiB/s; BYTES_PER_SECOND; 107374182400",
                "400 TFLOP/s; FLOP_PER_SECOND; 400e12",
                "400 TFLOPS; FLOP_PER_SECOND; 400e12",
                "400TFlops; FLOP_PER_SECOND; 400e12",
                "1.98 PFLOP/s; FLOP_PER_SECOND; 1.98e15",
                "8.0 GFLOP; FLOP; 8e9",
                "10 s; SECONDS; 10",
                "50 ms; SECONDS; 0.05",
                "5 us; SECONDS; 5e-6",
                "5 \u00b5s; SECONDS; 5e-6",
                "5 \u03bcs; SECONDS; 5e-6",
                "100 ns; SECONDS; 1e-7",
                "2 min; SECONDS; 120",
                "100 tokens/ms; TOKENS_PER_SECOND; 100e3",
                "100000 tokens/s; TOKENS_PER_SECOND; 1e5",
                "319,488 tokens/s; TOKENS_PER_SECOND; 319488",
                "1e5 tokens/s; TOKENS_PER_SECOND; 1e5",
                "312 samples/s; SEQUENCES_PER_SECOND; 312",
                "671e9; COUNT; 671e9",
                "671B; COUNT; 671e9",
                "10B parameters; COUNT; 10e9",
                "42 %; FRACTION; 0.42",
                "41.85%; FRACTION; 0.4185",
                "0.42; FRACTION; 0.42",
                "24.6x; FRACTION; 24.6",
                "700 W; WATTS; 700",
            })
    void readsWhatPeopleWrite(String text, Dimension dimension, double value) {
        assertThat(Quantity.read(text, dimension))
                .isEqualTo(new Reading.Understood(new Quantity(value, dimension, Per.UNSTATED, text)));
    }

    @ParameterizedTest
    @CsvSource({
        "50 GB/s per GPU, BYTES_PER_SECOND, 50e9, GPU",
        "400 GB/s per node, BYTES_PER_SECOND, 400e9, NODE",
        "100 tokens/ms per GPU, TOKENS_PER_SECOND, 100e3, GPU",
        "100 tokens/ms/GPU, TOKENS_PER_SECOND, 100e3, GPU",
        "8 GFLOP per token, FLOP, 8e9, TOKEN",
    })
    void keepsWhatItIsCountedFor(String text, Dimension dimension, double value, Per per) {
        assertThat(Quantity.read(text, dimension))
                .isEqualTo(new Reading.Understood(new Quantity(value, dimension, per, text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "64; BYTES; has no unit and must be bytes such as 64 GB or 8 GiB; Maybe 64 GB or 64 GiB.",
                "80e9; BYTES; has no unit and must be bytes such as 64 GB or 8 GiB; Maybe 80e9 B.",
                "100; TOKENS_PER_SECOND; has no unit and must be tokens per second such as 100 tokens/ms;"
                        + " Maybe 100 tokens/s or 100 tokens/ms.",
                "10; SECONDS; has no unit and must be a time such as 10 s or 50 ms; Maybe 10 s or 10 ms.",
                "50; BYTES_PER_SECOND;"
                        + " has no unit and must be bytes per second such as 50 GB/s or 400 Gbit/s;"
                        + " Maybe 50 GB/s, or 50 Gbit/s if bits are meant.",
                "64 gb; BYTES; has an unknown unit and must be bytes such as 64 GB or 8 GiB;"
                        + " Maybe 64 GB or 64 Gbit if bits are meant.",
                "1,8 TB/s; BYTES_PER_SECOND; has a comma that does not separate groups of three digits;"
                        + " Maybe a decimal point: 1.8 TB/s.",
                "64 GB; BYTES_PER_SECOND; is bytes but must be bytes per second such as 50 GB/s or 400 Gbit/s;"
                        + " Maybe 64 GB/s.",
                "nan; SECONDS; must be a finite number; ''",
                "-.inf; SECONDS; must be a finite number; ''",
                "1e400 s; SECONDS; must be a finite number; ''",
                "1e30 GB; BYTES; is absurdly large for bytes; ''",
                "many; COUNT; must be a number such as 4096 or 671e9; ''",
            })
    void saysWhatIsWrong(String text, Dimension dimension, String message, String maybe) {
        assertThat(Quantity.read(text, dimension)).isEqualTo(new Reading.Rejected(message, maybe));
    }

    @Test
    void guessesOnlyWhereTheUnitDecides() {
        assertThat(Quantity.guess("0.62 GB")).hasValueSatisfying(quantity -> {
            assertThat(quantity.dimension()).isEqualTo(Dimension.BYTES);
            assertThat(quantity.value()).isEqualTo(0.62 * 1e9);
        });
        assertThat(Quantity.guess("16"))
                .hasValueSatisfying(quantity -> assertThat(quantity.value()).isEqualTo(16));
        assertThat(Quantity.guess("10B")).as("bytes or billions").isEmpty();
        assertThat(Quantity.guess("about 3")).isEmpty();
    }

    /** A GPU has between 1 GB and 5 TB; the nearest prefix that fits is offered. */
    @ParameterizedTest
    @CsvSource({"80 TB, Maybe 80 GB.", "80 MB, Maybe 80 GB.", "141 KB, Maybe 141 GB.", "81920 TiB, Maybe 81920 MiB."})
    void slipsOfThePrefixAreGuessed(String text, String maybe) {
        Quantity read = ((Reading.Understood) Quantity.read(text, Dimension.BYTES)).quantity();
        assertThat(read.maybeOtherPrefix(1e9, 5e12)).isEqualTo(maybe);
    }

    @Test
    void readingIsFastForHostileText() {
        String digits = "1".repeat(100_000);
        assertThat(Quantity.read(digits, Dimension.COUNT))
                .isEqualTo(new Reading.Rejected("is too long for a quantity", ""));
    }

    @Test
    void nearNamesDifferByCaseSwapOrFewLetters() {
        assertThat(NearNames.maybe("kvcache", java.util.List.of("weights", "kvCache")))
                .isEqualTo("Maybe kvCache.");
        assertThat(NearNames.maybe("wieghts", java.util.List.of("weights", "kvCache")))
                .isEqualTo("Maybe weights.");
        assertThat(NearNames.maybe("speed", java.util.List.of("weights", "kvCache")))
                .isEmpty();
        assertThat(NearNames.among("h100", java.util.List.of("h100-sxm", "h200-sxm", "h100-pcie"), 3))
                .containsExactly("h100-sxm", "h100-pcie");
    }
}
