package dev.meshwright.answer.explain.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.catalogue.ModelCatalogue;
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

    private static Problem problem(String gpu, String other) {
        return Problems.problem(
                ModelCatalogue.standard().find("mixtral-8x7b").orElseThrow().model(),
                Problems.cluster(new NodeGroup(1, 8, Problems.gpu(gpu)), new NodeGroup(1, 8, Problems.gpu(other))),
                Problems.serving(1024, 256));
    }
}
