package dev.meshwright.cost.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import org.junit.jupiter.api.Test;

class LayerActivationsTest {

    /**
     * Korthikanti et al.: 34 h bytes per token with flash attention for f = 4h, 2 h of them dropout masks, which are left
     * out here: norm inputs and outputs 2 x (2 + 2), QKV 3 x 2, core 2, FC1 out 8 and FC2 in 8.
     */
    @Test
    void plainLayerInSixteenBits() {
        int hidden = 1024;
        Layer layer = new Layer(new GroupedQueryAttention(16, 16, 64), new Dense(4 * hidden, false, false));
        double kept = LayerActivations.of(layer, hidden).keptBytes(1, Problems.degrees(0, 1, 1, 1, 1, 1, 1, 1), 2);
        assertThat(kept).isEqualTo((2 * (2 + 2) + 2 * 3 + 2 + 2 * 4 + 2 * 4) * hidden);
    }

    @Test
    void routedLayerKeepsACopyOfTheTokenPerExpert() {
        // k = 2 of width f_e = 96: inputs 2 x 64, gate and up 2 x 2 x 96, FC2 inputs 2 x 96; attention 64 + 2 x 32,
        // core 64.
        Layer layer = new Layer(new GroupedQueryAttention(4, 2, 16), new Mixture(8, 2, 96, 0));
        double kept = LayerActivations.of(layer, 64).keptBytes(10, Problems.degrees(8, 1, 1, 1, 1, 1, 1, 1), 2);
        double norms = 2 * (64 + 64);
        double attention = 64 + 2 * 32 + 64;
        double experts = 2 * 64 + 2 * 2 * 96 + 2 * 96;
        assertThat(kept).isEqualTo(10 * 2 * (norms + attention + experts));
    }

    @Test
    void productsInEightBitsKeepTheirInputsInEight() {
        Layer layer = new Layer(new GroupedQueryAttention(4, 2, 16), new Mixture(8, 2, 96, 0));
        var degrees = Problems.degrees(8, 1, 1, 1, 1, 1, 1, 1);
        LayerActivations activations = LayerActivations.of(layer, 64);
        // Inputs: two norm outputs 2 x 64, core 64, expert inputs 2 x 64, FC2 inputs 2 x 96.
        double inputs = 2 * 64 + 64 + 2 * 64 + 2 * 96;
        assertThat(activations.keptBytes(1, degrees, 2) - activations.keptBytes(1, degrees, 1))
                .isCloseTo(inputs, within(1e-9));
    }

    @Test
    void tensorRanksShareTheTensors() {
        Layer layer = new Layer(new GroupedQueryAttention(4, 2, 16), new Dense(256, true, false));
        LayerActivations activations = LayerActivations.of(layer, 64);
        double one = activations.liveBytes(10, Problems.degrees(0, 1, 1, 1, 1, 1, 1, 1), 2);
        double two = activations.liveBytes(10, Problems.degrees(0, 2, 1, 2, 1, 1, 1, 1), 2);
        assertThat(two).isEqualTo(one / 2);
    }
}
