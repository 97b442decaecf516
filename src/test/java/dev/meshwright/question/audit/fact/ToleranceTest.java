package dev.meshwright.question.audit.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.base.quantity.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToleranceTest {

    static Quantity read(String quantity, String text) {
        return ((Quantity.Reading.Understood) QuantityCatalogue.get(quantity).read(text)).quantity();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory.perGpu    | 19.2 GB         | 19.5e9    | true", // 1.6 % off
                "memory.perGpu    | 19.2 GB         | 19.7e9    | false", // 2.6 % off
                "memory.perGpu    | 0.02 GB         | 0.0246e9  | true", // rounds to 0.02
                "memory.perGpu    | 0.02 GB         | 0.0299e9  | true", // 0.02 when cut off
                "memory.perGpu    | 0.02 GB         | 0.031e9   | false",
                "memory.perGpu    | 8 GiB           | 8.59e9    | true", // 8 x 2^30
                "target.ratio.perGpu | 8 x          | 8.4       | true",
                "target.ratio.perGpu | 8 x          | 8.9       | false", // whole numbers are not cut off
                "target.ratio.perGpu | 8.8 x        | 8.85      | true",
                "experts.total    | 256             | 255       | false", // things are counted, not measured
                "sequence.length  | 4.1k            | 4096      | true", // 4,096 rounds to 4.1k
                "sequence.length  | 4k              | 4096      | true",
                "sequence.length  | 4.0k            | 4096      | true", // when cut off
                "sequence.length  | 3.9k            | 4096      | false",
                "sequence.length  | 4.1e3           | 4096      | true",
                "sequence.length  | 4100            | 4096      | false", // written out
                "sequence.length  | 128K            | 131072    | true", // 128 x 1,024
                "sequence.length  | 128K            | 131080    | false",
                "batch            | 0.5k            | 512       | true",
                "batch            | 0.4k            | 512       | false",
                "parameters.total | 10B             | 9.6e9     | true",
                "parameters.total | 10B             | 9.4e9     | false",
                "throughput.perGpu | 0.0 tokens/ms  | 12556     | false",
                "throughput.perGpu | 0.0 tokens/ms  | 40        | true", // 0.04 tokens/ms rounds to 0.0
            })
    void precisionIsThatOfTheText(String quantity, String text, double computed, boolean confirmed) {
        assertThat(Tolerance.confirms(read(quantity, text), computed)).isEqualTo(confirmed);
    }

    /** Ranges, bounds and approximations: 2 % beyond each end, or half of the last digit; a bound has one end only. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory.perGpu | 10-20 GB   | 9.81e9  | true",
                "memory.perGpu | 10-20 GB   | 9.4e9   | false",
                "memory.perGpu | 10-20 GB   | 20.5e9  | true", // rounds to 20
                "memory.perGpu | 10-20 GB   | 20.6e9  | false",
                "memory.perGpu | 100-200 GB | 98.1e9  | true",
                "memory.perGpu | 100-200 GB | 97.9e9  | false",
                "memory.perGpu | 100-200 GB | 203.9e9 | true",
                "memory.perGpu | 100-200 GB | 204.1e9 | false",
                "memory.perGpu | >= 100 GB  | 98.1e9  | true",
                "memory.perGpu | >= 100 GB  | 97.9e9  | false",
                "memory.perGpu | >= 100 GB  | 9e11    | true",
                "memory.perGpu | <= 100 GB  | 101.9e9 | true",
                "memory.perGpu | <= 100 GB  | 102.1e9 | false",
                "memory.perGpu | <= 100 GB  | 1e9     | true",
                // Exactly half a digit and exactly 2 % are within.
                "memory.perGpu | 100 GB     | 102e9   | true",
                "memory.perGpu | 100 GB     | 98e9    | true",
                "memory.perGpu | 1.5 GB     | 1.55e9  | true",
                "memory.perGpu | 1.5 GB     | 1.45e9  | true",
                "memory.perGpu | 1.5 GB     | 1.599e9 | true", // cut off
                "memory.perGpu | 1.5 GB     | 1.6e9   | false",
                "memory.headroom | -1.5 GB  | -1.599e9 | true",
                "memory.headroom | -1.5 GB  | 1.599e9 | false",
                // Counted things are whole up to a million.
                "experts.total | 256        | 256.4   | true",
                "parameters.total | 1000001 | 1000002 | true",
                "parameters.total | 999999  | 999998  | false",
                "sequence.length | 0.50M    | 524288  | true", // half of 1,024 x 1,024
                "sequence.length | 0.50M    | 524280  | false",
            })
    void endsOfWhatIsStated(String quantity, String text, double computed, boolean confirmed) {
        assertThat(Tolerance.confirms(read(quantity, text), computed)).isEqualTo(confirmed);
    }

    /** The least and the greatest number that is written so: half of the last digit below and above. */
    @ParameterizedTest
    @CsvSource({"19.2 GB, 19.15e9, 19.25e9", "10-20 GB, 9.5e9, 20.5e9", "8 GiB, 8053063680, 9126805504"})
    void numbersHaveEnds(String text, double least, double greatest) {
        Quantity stated = read("memory.perGpu", text);
        assertThat(Tolerance.end(stated, false)).isCloseTo(least, within(1e-3));
        assertThat(Tolerance.end(stated, true)).isCloseTo(greatest, within(1e-3));
    }

    /** How near another number with the same digits is: half of the last digit, at least a thousandth, at most 2 %. */
    @ParameterizedTest
    @CsvSource({
        "64 GB, 0.0078125",
        "8 GB, 0.02",
        "19.25 GB, 0.001",
        "19.2 GB, 0.0026041667",
        "1600 GB, 0.003125",
        "16000 GB, 0.003125",
        "12345 GB, 0.001"
    })
    void digitsHaveAWindow(String text, double window) {
        assertThat(Tolerance.digitsWindow(read("memory.perGpu", text))).isCloseTo(window, within(1e-8));
    }

    @ParameterizedTest
    @CsvSource({
        "64 GB, 64.5e9, true",
        "64 GB, 64.9e9, true", // cut off
        "64 GB, 65.1e9, false",
        "64 GB, 63.5e9, true",
        "64 GB, 63.4e9, false",
        "8 GB, 8.15e9, true",
        "8 GB, 8.17e9, false",
        "60-70 GB, 66e9, true",
    })
    void sameDigitsAreRoundedOrCutOff(String text, double value, boolean same) {
        assertThat(Tolerance.sameDigits(read("memory.perGpu", text), value)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "memory.perGpu, 64 GiB, 34359738368, 32 GiB",
        "memory.perGpu, 64 MB, 32e9, '32,000 MB'",
        "experts.total, 4k, 4096, '4,096'"
    })
    void isSaidInTheUnitOfTheClaim(String quantity, String text, double computed, String said) {
        assertThat(Tolerance.inUnitOf(read(quantity, text), computed)).isEqualTo(said);
    }
}
