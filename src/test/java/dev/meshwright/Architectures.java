package dev.meshwright;

import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.SparseIndexer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Published architectures, written down for tests from their papers and model cards. */
public final class Architectures {

    private Architectures() {}

    /** Mixtral of Experts, arXiv 2401.04088, table 1. */
    public static Model mixtral() {
        Layer layer = new Layer(new GroupedQueryAttention(32, 8, 128), new Mixture(8, 2, 14336, 0));
        return model("mixtral-8x7b", 4096, 32000, Collections.nCopies(32, layer));
    }

    /** DeepSeek-V3 technical report, arXiv 2412.19437, section 4.2. */
    public static Model deepSeekV3() {
        LatentAttention attention = new LatentAttention(128, 1536, 512, 128, 64, 128, SparseIndexer.NONE);
        Mixture mixture = new Mixture(256, 8, 2048, true, false, 2048, false, 0, 8, 4);
        List<Layer> layers =
                new ArrayList<>(Collections.nCopies(3, new Layer(attention, new Dense(18432, true, false))));
        layers.addAll(Collections.nCopies(58, new Layer(attention, mixture)));
        return model("deepseek-v3", 7168, 129280, layers);
    }

    /** gpt-oss model card, arXiv 2508.10925, section 2: every other layer sees 128 positions. */
    public static Model gptOss120b() {
        Mixture mixture = new Mixture(128, 4, 2880, true, true, 0, false, 0, 1, 1);
        List<Layer> layers = new ArrayList<>();
        for (int layer = 0; layer < 36; layer++) {
            int window = layer % 2 == 0 ? 128 : 0;
            layers.add(new Layer(new GroupedQueryAttention(64, 8, 64, window, true, true, 0, false, true), mixture));
        }
        return model("gpt-oss-120b", 2880, 201088, layers);
    }

    /** Qwen3 technical report, arXiv 2505.09388, table 2. */
    public static Model qwen3Large() {
        GroupedQueryAttention attention = new GroupedQueryAttention(64, 4, 128, 0, false, false, 256, false, false);
        Layer layer = new Layer(attention, new Mixture(128, 8, 1536, 0));
        return model("qwen3-235b-a22b", 4096, 151936, Collections.nCopies(94, layer));
    }

    /** The recurring case of the founding documents: 16 layers of 16 experts of 3 x 512 x 1024; heads and vocabulary chosen. */
    public static Model founding() {
        Layer layer = new Layer(new GroupedQueryAttention(8, 8, 64), new Mixture(16, 2, 1024, 0));
        return model("founding-16x16", 512, 32000, Collections.nCopies(16, layer));
    }

    /** {@code layers} equal layers of width 64 with {@code experts} experts of width 96, 2 per token. */
    public static Model small(int layers, int experts) {
        Layer layer = new Layer(new GroupedQueryAttention(4, 2, 16), new Mixture(experts, 2, 96, 0));
        return model("small", 64, 1000, Collections.nCopies(layers, layer));
    }

    /** {@code dense} dense layers of {@code denseWidth}, then {@code routed} layers of 8 experts, of width 64. */
    public static Model denseFirst(int dense, int denseWidth, int routed) {
        GroupedQueryAttention attention = new GroupedQueryAttention(4, 2, 16);
        List<Layer> layers = new ArrayList<>();
        layers.addAll(Collections.nCopies(dense, new Layer(attention, new Dense(denseWidth, true, false))));
        layers.addAll(Collections.nCopies(routed, new Layer(attention, new Mixture(8, 2, 96, 0))));
        return model("dense-first", 64, 1000, layers);
    }

    /** A model in BF16 with an LM head of its own. */
    public static Model model(String name, int hidden, int vocabulary, List<Layer> layers) {
        return new Model(name, hidden, vocabulary, false, 0, layers, List.of(), Precisions.BF16);
    }

    /** The feed-forward part of the first routed layer. */
    public static Mixture mixture(Model model) {
        return model.layers().stream()
                .map(Layer::feedForward)
                .filter(Mixture.class::isInstance)
                .map(Mixture.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
