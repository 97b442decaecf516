package dev.meshwright.cost.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.tally.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers are grouped by what a component really books in them, and named as a reader would. */
class EqualLayersTest {

    private static Tally layer(double expertSeconds) {
        Tally tally = new Tally();
        tally.overhead(Component.LAYER_OVERHEAD, 1);
        tally.overhead(Component.EXPERTS, expertSeconds);
        return tally;
    }

    /** A dense layer, two equal ones, a busier one, one like the two: experts fall into two groups, launches into one. */
    @Test
    void groupsByComponent() {
        Traversal traversal = new Traversal(5);
        double[] seconds = {0, 2, 2, 3, 2};
        for (int layer = 0; layer < seconds.length; layer++) {
            traversal.addLayer(layer, layer(seconds[layer]), 0, 0, 0);
        }
        assertThat(EqualLayers.of(traversal, Component.EXPERTS))
                .containsExactly(new EqualLayers(List.of(1, 2, 4)), new EqualLayers(List.of(3)));
        assertThat(EqualLayers.of(traversal, Component.LAYER_OVERHEAD))
                .containsExactly(new EqualLayers(List.of(0, 1, 2, 3, 4)));
        assertThat(EqualLayers.of(traversal, Component.ROUTER)).isEmpty();
    }

    @Test
    void wordsNameRangesAndSteps() {
        assertThat(new EqualLayers(List.of(3, 4, 5)).words()).isEqualTo("layers 3-5, 3 of them, each layer_3");
        assertThat(new EqualLayers(List.of(0, 2, 4, 6)).words())
                .isEqualTo("layers 0-6 in steps of 2, 4 of them, each layer_0");
        assertThat(new EqualLayers(List.of(1, 2, 4, 7, 8)).words())
                .isEqualTo("layers 1-2 4 7-8, 5 of them, each layer_1");
        assertThat(new EqualLayers(List.of(9)).words()).isEqualTo("layer 9");
    }
}
