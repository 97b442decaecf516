package dev.meshwright.question.audit.fact;

import static org.assertj.core.api.Assertions.assertThat;

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
}
