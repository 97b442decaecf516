package dev.meshwright.layout.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every degree is looked at, and 1 is enough. */
class PositiveDegreesTest {

    private static final List<String> FIELDS = List.of(
            "tensor",
            "data",
            "expert",
            "expertTensor",
            "expertData",
            "pipeline",
            "replicas",
            "virtualStages",
            "context",
            "microBatch",
            "microBatches");

    private static Degrees degrees(int... values) {
        Cut cut = new Cut(
                values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7], 1, values[8]);
        return new Degrees(cut, new Batch(values[9], values[10], Recomputation.NONE));
    }

    @Test
    void eachIsOneOrMore() {
        int[] ones = new int[FIELDS.size()];
        Arrays.fill(ones, 1);
        assertThat(PositiveDegrees.judge(degrees(ones), new ArrayList<>())).isTrue();
        for (int field = 0; field < ones.length; field++) {
            int[] values = ones.clone();
            values[field] = 0;
            List<Violation> broken = new ArrayList<>();
            assertThat(PositiveDegrees.judge(degrees(values), broken)).isFalse();
            assertThat(broken).extracting(Violation::where).containsExactly("/layout/" + FIELDS.get(field));
        }
    }
}
