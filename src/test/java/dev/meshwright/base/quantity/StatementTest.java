package dev.meshwright.base.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.base.quantity.Quantity.Reading;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What documents state: numbers in the formats of several countries, ranges, bounds, approximations. */
class StatementTest {

    private static final long SEED = 20261;
    private static final String[] MINUS = {"-", "\u2212"};
    private static final String[] GROUPS = {",", "\u00a0", "\u2009", "\u202f", "'", "\u2019"};
    private static final String[] DASHES = {"-", "\u2013", " - ", " \u2013 ", "\u2014", " to ", "..."};

    private static Quantity read(String text, Dimension dimension) {
        Reading reading = Quantity.readStatement(text, dimension);
        assertThat(reading).as("\"" + text + "\" as " + dimension).isInstanceOf(Reading.Understood.class);
        return ((Reading.Understood) reading).quantity();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1,234.5; COUNT; 1234.5",
                "1,234; COUNT; 1234",
                "1.234.567; COUNT; 1234567",
                "1.234,5 GB; BYTES; 1234.5e9",
                "1,8 TB/s; BYTES_PER_SECOND; 1.8e12",
                "0,125; FRACTION; 0.125",
                "1.5k; COUNT; 1500",
                "10B; COUNT; 10e9",
                "10 B; BYTES; 10",
                "64GB; BYTES; 64e9",
                "64 GiB; BYTES; 68719476736",
                "40%; FRACTION; 0.4",
                "2x; FRACTION; 2",
                "1e9; COUNT; 1e9",
                "5 x 10^9; COUNT; 5e9",
                "320 TF; FLOP_PER_SECOND; 320e12",
                "33 tokens/s per user; TOKENS_PER_SECOND; 33",
                "750 tok/s/GPU; TOKENS_PER_SECOND; 750",
                "2 experts per GPU per layer; COUNT; 2",
            })
    void oneNumber(String text, Dimension dimension, double value) {
        Quantity quantity = read(text, dimension);
        assertThat(quantity.value()).isEqualTo(value);
        assertThat(quantity.exact()).isTrue();
        assertThat(quantity.text()).isEqualTo(text);
    }

    @Test
    void signsAndPowersOfTypesetters() {
        assertThat(read("\u22125", Dimension.COUNT).value()).isEqualTo(-5);
        assertThat(read("5 \u00d7 10\u2079", Dimension.COUNT).value()).isEqualTo(5e9);
        assertThat(read("3\u00b710\u207b\u00b3 s", Dimension.SECONDS).value()).isEqualTo(3e-3);
        assertThat(read("1\u2009234,5 GB", Dimension.BYTES).value()).isEqualTo(1234.5e9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "10-20 ms; SECONDS; 0.010; 0.020",
                "10 ms - 1 s; SECONDS; 0.010; 1",
                "128-10k; COUNT; 128; 10000",
                "2-3x; FRACTION; 2; 3",
                "10 to 20 ms; SECONDS; 0.010; 0.020",
                "10 +/- 2 ms; SECONDS; 0.008; 0.012",
                "200 ms +/- 5 %; SECONDS; 0.19; 0.21",
                // half of the last digit that is no zero, at most a tenth
                "~79 tokens/s; TOKENS_PER_SECOND; 78.5; 79.5",
                "about 30 tokens/ms; TOKENS_PER_SECOND; 27000; 33000",
                "~1500 x; FRACTION; 1450; 1550",
                "~2.6B; COUNT; 2.55e9; 2.65e9",
            })
    void ranges(String text, Dimension dimension, double low, double high) {
        Quantity.Extent extent = read(text, dimension).extent();
        assertThat(extent.low()).isCloseTo(low, within(1e-9 * low));
        assertThat(extent.high()).isCloseTo(high, within(1e-9 * high));
    }

    @Test
    void bounds() {
        for (String text : List.of("\u2265100 tokens/s", ">= 100 tokens/s", "at least 100 tokens/s", "100+ tokens/s")) {
            assertThat(read(text, Dimension.TOKENS_PER_SECOND).extent())
                    .as(text)
                    .isEqualTo(new Quantity.Extent(100, Double.POSITIVE_INFINITY));
        }
        for (String text : List.of("\u2264 10 s", "<= 10 s", "< 10 s", "up to 10 s")) {
            assertThat(read(text, Dimension.SECONDS).extent())
                    .as(text)
                    .isEqualTo(new Quantity.Extent(Double.NEGATIVE_INFINITY, 10));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "10 -20 ms; SECONDS; can be read in two ways; Maybe the range 10-20 ms or the number -20 ms.",
                "20-10 ms; SECONDS; runs downwards and can be read in two ways;"
                        + " Maybe the range 10-20 ms or one of its numbers.",
                "64 gb; BYTES; has an unknown unit and must be bytes such as 64 GB or 8 GiB;"
                        + " Maybe 64 GB or 64 Gbit if bits are meant.",
                "~100; SECONDS; has no unit and must be a time such as 10 s or 50 ms; Maybe 100 s or 100 ms.",
                "1,23,456; COUNT; has an unknown unit and must be a number such as 4096 or 671e9; ''",
                "about; COUNT; must be a number such as 4096 or 671e9; ''",
            })
    void whatHasTwoReadingsIsRefusedWithBoth(String text, Dimension dimension, String message, String maybe) {
        assertThat(Quantity.readStatement(text, dimension)).isEqualTo(new Reading.Rejected(message, maybe));
    }

    @Test
    void aProblemStatesOneNumber() {
        for (String text : List.of("10-20 ms", "~10 ms", "at least 10 ms", "10,5 ms")) {
            assertThat(Quantity.read(text, Dimension.SECONDS)).as(text).isInstanceOf(Reading.Rejected.class);
        }
    }

    /** However a number is written, it is the same number. */
    @Test
    void everyFormatOfANumberReadsTheSame() {
        Random random = new Random(SEED);
        for (int round = 0; round < 3000; round++) {
            long whole = (long) Math.pow(10, 9 * random.nextDouble());
            int decimals = random.nextInt(1000);
            boolean negative = random.nextBoolean();
            double value = (whole * 1000 + decimals) / 1000.0 * (negative ? -1 : 1);
            String text = (negative ? MINUS[random.nextInt(MINUS.length)] : "") + written(whole, decimals, random);
            assertThat(read(text, Dimension.COUNT).value())
                    .as("seed " + SEED + ": " + text)
                    .isEqualTo(value);
            assertThat(read(text + " GB", Dimension.BYTES).value())
                    .as("seed " + SEED + ": " + text + " GB")
                    .isCloseTo(value * 1e9, within(2 * Math.ulp(value * 1e9)));
        }
    }

    private static String written(long whole, int decimals, Random random) {
        String group = GROUPS[random.nextInt(GROUPS.length)];
        boolean point = group.equals(",") || random.nextBoolean();
        String grouped = random.nextInt(3) == 0 ? String.valueOf(whole) : String.format(Locale.ROOT, "%,d", whole);
        // Four digits behind a comma that stands alone cannot be a group.
        String fraction = String.format(Locale.ROOT, point ? ".%03d" : ",%03d0", decimals);
        return grouped.replace(",", group) + fraction;
    }

    /** A range reads as its two numbers, whatever dash stands between. */
    @Test
    void everyDashMakesARange() {
        Random random = new Random(SEED);
        for (int round = 0; round < 1000; round++) {
            int low = 1 + random.nextInt(500);
            int high = low + random.nextInt(500);
            String text = low + DASHES[random.nextInt(DASHES.length)] + high + " ms";
            Quantity quantity = read(text, Dimension.SECONDS);
            assertThat(quantity.extent().low()).as(text).isCloseTo(low / 1e3, within(1e-12));
            assertThat(quantity.extent().high()).as(text).isCloseTo(high / 1e3, within(1e-12));
            assertThat(quantity.value()).as(text).isBetween(low / 1e3 - 1e-12, high / 1e3 + 1e-12);
        }
    }

    /** Whatever is thrown at it, it answers. */
    @Test
    void garbageIsRefusedWithoutAnException() {
        Random random = new Random(SEED);
        String letters = "0123456789.,-+eExk%~<> \u2009\u2212\u2013\u00b1\u00d7^GBs/";
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(14);
            for (int i = 0; i < length; i++) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            for (Dimension dimension : Dimension.values()) {
                assertThat(Quantity.readStatement(text.toString(), dimension)).isNotNull();
            }
        }
    }
}
