package dev.meshwright.answer.explain.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.cost.uncertainty.PredictionIntervals.Interval;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.catalogue.ModelCatalogue;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class UncertaintyTest {

    /** The intervals are of NVIDIA's GPUs; whoever asks for another vendor's is told, by name. */
    @Test
    void intervalsDoNotSpeakOfOtherVendors() {
        assertThat(Uncertainty.caveat(problem("h100-sxm", "b200"))).isEmpty();
        assertThat(Uncertainty.caveat(problem("mi300x", "h100-sxm")).orElseThrow())
                .startsWith("None of these measurements is of AMD GPUs.")
                .contains("links of mi300x follow");
        assertThat(Uncertainty.caveat(problem("mi300x", "mi355x")).orElseThrow())
                .contains("mi300x, mi355x");
    }

    /** A prediction outside of its own interval is said, with the side on which measurements lie and by how much. */
    @Test
    void aPredictionOutsideOfItsIntervalIsSaid() {
        Interval faster = new Interval(12e-3, 20e-3, 33, Phase.SERVING, List.of());
        Interval around = new Interval(0.1, 0.3, 33, Phase.SERVING, List.of());
        Uncertainty outside = new Uncertainty(
                Map.of(Measure.TIME_PER_OUTPUT_TOKEN, faster, Measure.TIME_TO_FIRST_TOKEN, around),
                Map.of(Measure.TIME_PER_OUTPUT_TOKEN, 10e-3),
                OptionalDouble.empty());
        // 12 ms / 10 ms
        assertThat(outside.sentence()).contains("nine of ten have TPOT above 1.20 times the prediction");
        assertThat(outside.sentence()).doesNotContain("TTFT above", "TTFT below");
        Uncertainty within = new Uncertainty(outside.intervals(), Map.of(), OptionalDouble.empty());
        assertThat(within.sentence()).doesNotContain("outside of that");
    }

    private static Problem problem(String gpu, String other) {
        return Problems.problem(
                ModelCatalogue.standard().find("mixtral-8x7b").orElseThrow().model(),
                Problems.cluster(new NodeGroup(1, 8, Problems.gpu(gpu)), new NodeGroup(1, 8, Problems.gpu(other))),
                Problems.serving(1024, 256));
    }
}
