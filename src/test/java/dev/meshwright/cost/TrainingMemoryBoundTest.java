package dev.meshwright.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stages with different numbers of micro-batches in flight can share weights and activations unequally. */
class TrainingMemoryBoundTest {

    /**
     * Two stages, the first with two micro-batches in flight, the second with one. The routed layers come first and are
     * nearly all weights, the dense ones are nearly all activations: the split between them puts the weights where more
     * is in flight and the activations where less is, which is better than any even mixture of both.
     */
    @Test
    void weightsWhereMoreIsInFlightBeatAnEvenMixture() {
        GroupedQueryAttention attention = new GroupedQueryAttention(8, 8, 64);
        List<Layer> layers = new ArrayList<>();
        layers.addAll(Collections.nCopies(4, new Layer(attention, new Mixture(64, 1, 1024, 0))));
        layers.addAll(Collections.nCopies(4, new Layer(attention, new Dense(16384, true, false))));
        Model model = Architectures.model("routed-first", 512, 1000, layers);
        Problem problem = Problems.problem(model, Problems.cluster(1, 2, "h100-sxm"), Problems.training(4096, 64));
        CostModel costModel = Problems.costModel(problem);
        Degrees degrees = Problems.degrees(64, 1, 1, 1, 2, 1, 4, 16);
        Layout layout = Problems.inOrder(problem, degrees);
        double heaviest = costModel.evaluate(layout).heaviestStage().memoryBytes();
        assertThat(costModel.bound(degrees).memoryBytes()).isLessThanOrEqualTo(heaviest);
    }
}
