package dev.meshwright.base.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that a misspelt one may mean, and how far from each other words are. */
class NearNamesTest {

    private static final List<String> GPUS = List.of("h100-sxm", "h100-pcie", "h200-sxm", "a100-sxm-80gb", "b200-sxm");

    /** Optimal string alignment: one each for an insertion, a deletion, a replacement, two neighbours swapped. */
    @Test
    void distances() {
        assertThat(NearNames.editDistance("", "")).isZero();
        assertThat(NearNames.editDistance("", "abc")).isEqualTo(3);
        assertThat(NearNames.editDistance("abc", "")).isEqualTo(3);
        assertThat(NearNames.editDistance("abc", "abd")).isEqualTo(1);
        assertThat(NearNames.editDistance("abc", "acb")).isEqualTo(1);
        assertThat(NearNames.editDistance("abcd", "badc")).isEqualTo(2);
        assertThat(NearNames.editDistance("ab", "ba")).isEqualTo(1);
        assertThat(NearNames.editDistance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearNames.editDistance("abc", "bca")).isEqualTo(2);
        assertThat(NearNames.editDistance("xab", "yba")).isEqualTo(2);
    }

    @Test
    void beginningsCaseAndSeparatorsAreNear() {
        assertThat(NearNames.among("h100", GPUS, 5)).startsWith("h100-sxm").contains("h100-pcie");
        assertThat(NearNames.among("H200_SXM", GPUS, 5)).containsExactly("h200-sxm");
        assertThat(NearNames.among("h1", GPUS, 5)).isEmpty();
        assertThat(NearNames.among("h100", GPUS, 1)).hasSize(1);
        assertThat(NearNames.maybe("b20-sxm", GPUS)).isEqualTo("Maybe b200-sxm.");
        assertThat(NearNames.maybe("teapot", GPUS)).isEmpty();
    }

    /** A third of the letters, of twelve at most: eight letters may differ in two, three in one. */
    @Test
    void aThirdOfTheLettersMayDiffer() {
        assertThat(NearNames.among("abcdefgh", List.of("abcdefxy"), 1)).hasSize(1);
        assertThat(NearNames.among("abcdefgh", List.of("abcdexyz"), 1)).isEmpty();
        assertThat(NearNames.among("ab", List.of("ax", "xy"), 5)).containsExactly("ax");
        assertThat(NearNames.among("abcdefghijklmnopqr", List.of("abcdefghijklmnWXYZ"), 1))
                .hasSize(1);
        assertThat(NearNames.among("abcdefghijklmnopqr", List.of("abcdefghijklmVWXYZ"), 1))
                .isEmpty();
    }

    /** Names of the same letters come alone, the one that is written most alike first; others by distance, then by name. */
    @Test
    void theNearestComesFirst() {
        assertThat(NearNames.among("a-b_c", List.of("abc", "a-bc", "abd"), 5)).containsExactly("a-bc", "abc");
        assertThat(NearNames.among("model", List.of("mode", "modes", "yodel"), 5))
                .containsExactly("mode", "modes", "yodel");
    }

    @Test
    void nothingIsNearNothingOrAVeryLongName() {
        assertThat(NearNames.among("", GPUS, 5)).isEmpty();
        assertThat(NearNames.among("- _", GPUS, 5)).isEmpty();
        assertThat(NearNames.among("a".repeat(60), List.of("a".repeat(60)), 5)).hasSize(1);
        assertThat(NearNames.among("a".repeat(61), List.of("a".repeat(61)), 5)).isEmpty();
    }

    @Test
    void lettersAndDigitsAreWhatANameIs() {
        assertThat(NearNames.letters("Mixtral-8x7B v0.1")).isEqualTo("mixtral8x7bv01");
    }
}
