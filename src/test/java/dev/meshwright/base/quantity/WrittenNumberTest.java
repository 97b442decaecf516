package dev.meshwright.base.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as people write them, with the separators and exponents of many lands. */
class WrittenNumberTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,234.5 | 1234.5",
                "1 234,5 | 1234.5",
                "1.234.567 | 1234567",
                "1'234 | 1234",
                "0,125 | 0.125",
                "1,25 | 1.25",
                "1e9 | 1e9",
                "5 x 10^9 | 5e9",
                "5·10⁻³ | 5e-3",
                "2×10¹⁰ | 2e10",
                "−5 | -5",
                "+5 | 5"
            })
    void theSameNumberAsJavaWritesIt(String text, String digits) {
        assertThat(WrittenNumber.at(text, 0).orElseThrow().digits()).isEqualTo(digits);
    }

    @Test
    void itEndsBeforeItsUnitAndBeforeAFullStop() {
        assertThat(WrittenNumber.at("40 ms", 0).orElseThrow().end()).isEqualTo(2);
        assertThat(WrittenNumber.at("It is 40. Then", 6).orElseThrow().end()).isEqualTo(8);
        assertThat(WrittenNumber.at("ms", 0)).isEmpty();
    }

    /** The one that the unit follows: digits further on count, letters do not. */
    @Test
    void theLastNumberOfAText() {
        assertThat(WrittenNumber.last("8 GPUs at 1,234.5 tokens/s")
                        .orElseThrow()
                        .digits())
                .isEqualTo("1234.5");
        assertThat(WrittenNumber.last("only 7").orElseThrow().digits()).isEqualTo("7");
        assertThat(WrittenNumber.last("none")).isEmpty();
        assertThat(WrittenNumber.last("")).isEmpty();
    }

    @Test
    void aDecimalCommaIsTold() {
        assertThat(WrittenNumber.at("1,25", 0).orElseThrow().decimalComma()).isTrue();
        assertThat(WrittenNumber.at("1,250", 0).orElseThrow().decimalComma()).isFalse();
    }
}
