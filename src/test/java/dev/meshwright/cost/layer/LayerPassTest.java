package dev.meshwright.cost.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.cost.hardware.Links;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.FlopCount;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.layout.Degrees;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one layer books: FLOP as the model counts them, messages as Megatron and DeepEP send them. */
class LayerPassTest {

    static List<Model> models() {
        ModelCatalogue catalogue = ModelCatalogue.standard();
        return catalogue.names().stream()
                .map(name -> catalogue.find(name).orElseThrow().model())
                .toList();
    }

    private static Tally tally(Model model, Pass pass, Degrees degrees, int expertIslands) {
        var gpu = Problems.gpu("h100-sxm");
        var fitted = Problems.EFFICIENCIES.of(gpu);
        Kernels kernels = new Kernels(gpu, fitted, Assumptions.NONE);
        Links links = new Links(fitted.collectives(), fitted.exchange(), 450e9, 50e9, 5e-6, 8);
        LayerPass layerPass = new LayerPass(
                kernels,
                links,
                model.hidden(),
                1,
                model.precisions(),
                java.util.Optional.empty(),
                new InferenceEngine(false));
        Tally tally = new Tally();
        for (Layer layer : model.layers()) {
            RankLoad load = layer.routed()
                    ? RoutedExperts.of(
                                    (Mixture) layer.feedForward(),
                                    model.hidden(),
                                    degrees,
                                    pass.meanTokens(),
                                    model.precisions().experts(),
                                    ExpertPopularity.GIVEN)
                            .balanced(kernels, degrees.expert(), degrees.slotsPerRank())
                    : new RankLoad(0, 0, 0);
            layerPass.add(
                    layer,
                    layer.mixer().projections(model.hidden()),
                    pass,
                    degrees,
                    load,
                    Spread.even(degrees.gpusPerStage(), expertIslands),
                    1,
                    tally);
        }
        return tally;
    }

    private static Degrees oneGpu(Model model) {
        int experts = model.mixtureOfExperts() ? Architectures.mixture(model).experts() : 0;
        return Problems.degrees(experts, 1, 1, 1, 1, 1, 1, 1);
    }

    /** Windows and chosen positions included: the first tokens of a sequence see fewer. */
    @ParameterizedTest
    @MethodSource("models")
    void prefillHasTheFlopsOfTheModel(Model model) {
        double counted = FlopCount.prefill(model, 2048).total() * 2048 - 2.0 * model.hidden() * model.vocabulary();
        Tally tally = tally(model, Pass.prefill(3, 2048), oneGpu(model), 1);
        assertThat(tally.totalFlops()).isCloseTo(3 * counted, within(1e-3 * 3 * counted));
    }

    /**
     * Gates of shared experts and biases of routers, less than a ten-thousandth, are counted but not booked. The
     * absorbed projections of latent attention are booked as products of the expanded ones, which
     * have as many FLOP.
     */
    @ParameterizedTest
    @MethodSource("models")
    void decodeHasTheFlopsOfTheModel(Model model) {
        double counted = FlopCount.decode(model, 4096).total() - 2.0 * model.hidden() * model.vocabulary();
        Tally tally = tally(model, Pass.decode(7, 4096), oneGpu(model), 1);
        assertThat(tally.totalFlops()).isCloseTo(7 * counted, within(1e-4 * 7 * counted));
    }

    /** A step with prompts does the work of both, but products stream the weights once. */
    @Test
    void promptsInADecodeStepShareItsWeights() {
        Model model =
                ModelCatalogue.standard().find("llama-3.1-8b").orElseThrow().model();
        Pass decode = Pass.decode(64, 4096);
        Pass prompts = Pass.prefill(2, 1024);
        Tally apart = tally(model, decode, oneGpu(model), 1);
        apart.add(tally(model, prompts, oneGpu(model), 1), 1);
        Tally mixed = tally(model, Pass.mixed(decode, prompts, 1), oneGpu(model), 1);
        assertThat(mixed.totalFlops()).isCloseTo(apart.totalFlops(), within(1e-9 * apart.totalFlops()));
        assertThat(mixed.memoryBytes(Component.ATTENTION_CORE))
                .as("attention runs for each")
                .isEqualTo(apart.memoryBytes(Component.ATTENTION_CORE));
        double weights = model.layers().stream()
                .map(layer -> (FeedForward.Dense) layer.feedForward())
                .mapToDouble(dense -> (double) model.hidden() * dense.width())
                .sum();
        assertThat(apart.memoryBytes(Component.DENSE_OUT) - mixed.memoryBytes(Component.DENSE_OUT))
                .isCloseTo(weights * model.precisions().dense().bytesPerElement(), within(1.0));
        assertThat(mixed.totalSeconds()).isLessThan(apart.totalSeconds());
    }

    /** Where one rank in four has prompts, the experts get a quarter of what they get where all have. */
    @Test
    void expertsGetThePromptsThatThereAre() {
        Model model = Architectures.mixtral();
        Degrees degrees = Problems.degrees(8, 1, 4, 4, 1, 1, 1, 2);
        Pass prompts = Pass.prefill(1, 1024);
        double all = tally(model, prompts, degrees, 1).flops(Component.EXPERTS);
        double some = tally(model, prompts.onSomeRanks(0.25), degrees, 1).flops(Component.EXPERTS);
        assertThat(some).isCloseTo(all / 4, within(1e-9 * all));
    }

    /** TP2 x DP4 with EP4 x ETP2: every GPU does a half of 4 sequences' attention, and an eighth of the experts' work. */
    @Test
    void gpusShareTheWork() {
        Model model = Architectures.mixtral();
        Degrees degrees = Problems.degrees(8, 2, 4, 4, 1, 1, 1, 1);
        Tally whole = tally(model, Pass.prefill(1, 1024), oneGpu(model), 1);
        Tally part = tally(model, Pass.prefill(1, 1024), degrees, 1);
        assertThat(part.flops(Component.ATTENTION_CORE)).isEqualTo(whole.flops(Component.ATTENTION_CORE) / 2);
        assertThat(part.flops(Component.QUERY_KEY_VALUE)).isEqualTo(whole.flops(Component.QUERY_KEY_VALUE) / 2);
        assertThat(8 * part.flops(Component.EXPERTS))
                .as("the experts' work of all 4 attention ranks' tokens")
                .isCloseTo(4 * whole.flops(Component.EXPERTS), within(1.0));
    }

    @Test
    void tensorParallelismReducesTwicePerLayer() {
        // 2 (n-1)/n of T h 2 bytes, after attention and after the feed-forward part: n = 4, T = 1024, h = 4096, 32
        // layers.
        Model model = Architectures.mixtral();
        Tally tally = tally(model, Pass.prefill(1, 1024), Problems.degrees(8, 4, 1, 4, 1, 1, 1, 1), 1);
        double bytes = 32 * 2 * 3 / 4.0 * 1024 * 4096 * 2;
        assertThat(tally.linkBytes(Component.ATTENTION_ALL_REDUCE)).isEqualTo(bytes);
        assertThat(tally.linkBytes(Component.FEED_FORWARD_ALL_REDUCE)).isEqualTo(bytes);
        assertThat(tally.linkBytes(Component.DISPATCH))
                .as("every rank has every token")
                .isZero();
    }

    @Test
    void attentionCopiesExchangeTokens() {
        // Decode of 128 sequences per rank, EP8 in one island: k (1 - 1/8) = 1.75 copies of 4096 elements, 2 bytes each
        // way.
        Model model = Architectures.mixtral();
        Tally tally = tally(model, Pass.decode(128, 1024), Problems.degrees(8, 1, 8, 8, 1, 1, 1, 1), 1);
        double bytes = 32 * 128 * 1.75 * 4096 * 2;
        assertThat(tally.linkBytes(Component.DISPATCH)).isCloseTo(bytes, within(1e-3));
        assertThat(tally.linkBytes(Component.COMBINE)).isCloseTo(bytes, within(1e-3));
        assertThat(tally.networkBytes(Component.COMBINE)).isZero();
        assertThat(tally.linkBytes(Component.FEED_FORWARD_ALL_REDUCE)).isZero();
    }

    @Test
    void crossingIslandsUsesTheNic() {
        // The same over 2 islands: half of the experts are on the other one.
        Model model = Architectures.mixtral();
        Tally tally = tally(model, Pass.decode(128, 1024), Problems.degrees(8, 1, 8, 8, 1, 1, 1, 1), 2);
        assertThat(tally.networkBytes(Component.DISPATCH)).isCloseTo(32 * 128 * 1.0 * 4096 * 2, within(1e-3));
        assertThat(tally.linkBytes(Component.DISPATCH)).isCloseTo(32 * 128 * (1 - 2 / 8.0) * 4096 * 2, within(1e-3));
    }
}
