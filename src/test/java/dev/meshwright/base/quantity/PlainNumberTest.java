package dev.meshwright.base.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of tables and options: digits, a sign, a point, an exponent, and nothing else that Java would take. */
class PlainNumberTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "-1.5, -1.5", "+2., 2", ".5, 0.5", "1e9, 1e9", "2.5E-3, 0.0025", "' 7 ', 7", "0, 0"})
    void numbersAreRead(String text, double value) {
        assertThat(PlainNumber.read(text)).isEqualTo(OptionalDouble.of(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1d",
                "1f",
                "0x10",
                "0x1p3",
                "Infinity",
                "-Infinity",
                "NaN",
                "1e999",
                "-1e999",
                "1_000",
                "1,000",
                "\u0663",
                "1 2",
                "--1",
                "1e",
                "e5",
                ".",
                "+"
            })
    void otherTextsAreNone(String text) {
        assertThat(PlainNumber.read(text)).isEmpty();
    }

    /** Nobody writes a number of more than 400 letters. */
    @Test
    void lengthsEnd() {
        assertThat(PlainNumber.read("0." + "1".repeat(398))).isPresent();
        assertThat(PlainNumber.read("0." + "1".repeat(399))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 5", "' 3 ', 3", "+4, 4"})
    void wholeNumbersInTheirRange(String text, long value) {
        assertThat(PlainNumber.whole(text, 1, 5)).isEqualTo(OptionalLong.of(value));
    }

    @Test
    void wholeNumbersOutsideOfItAndOthersAreNone() {
        for (String text :
                List.of("0", "6", "-1", "2.0", "1e0", "", "x", "9223372036854775808", "99999999999999999999")) {
            assertThat(PlainNumber.whole(text, 1, 5)).as(text).isEmpty();
        }
        assertThat(PlainNumber.whole("9223372036854775807", 0, Long.MAX_VALUE)).hasValue(Long.MAX_VALUE);
    }
}
