package dev.meshwright.io.huggingface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SharedData;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.FlopCount;
import dev.meshwright.facts.model.FlopCount.Convention;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Training FLOP per token against those that NVIDIA's Megatron-Bridge pages imply (TFLOP/s over tokens/s). */
class PublishedTrainingFlopsTest {

    /**
     * Within 2 % of the published range (releases differ by up to 5 % for one model). Conventions, by the published
     * formulas and recipes: causal attention counts half; prediction modules count unless the row says without, and twice
     * in the hybrid models, whose recipes repeat the one module; state space blocks count as {@link #withUsualStates wide as
     * usual}, whatever their heads.
     */
    @Test
    void flopsPerTokenAgreeWithPublishedOnes() throws IOException {
        Path folder = SharedData.require("data/models");
        List<String> off = new ArrayList<>();
        int compared = 0;
        for (String row : Files.readAllLines(folder.resolve("published_train_gflop_per_token.csv"))
                .subList(1, 17)) {
            String[] cells = row.split(",", 7);
            Path config = folder.resolve(configName(cells[0]) + ".config.json");
            boolean olderFormula = cells[0].equals("gpt-oss-120b") && cells[1].equals("8192");
            if (!Files.exists(config) || olderFormula) {
                continue;
            }
            Model model = HuggingFaceConfig.read(config).model();
            long sequence = Long.parseLong(cells[1]);
            double gigaflops = FlopCount.training(withUsualStates(model), sequence, convention(model, cells[2])) / 1e9;
            double least = Double.parseDouble(cells[4].isEmpty() ? cells[3] : cells[4]);
            double most = Double.parseDouble(cells[5].isEmpty() ? cells[3] : cells[5]);
            double difference = gigaflops < least ? gigaflops / least - 1 : Math.max(0, gigaflops / most - 1);
            String line = String.format(
                    Locale.ROOT,
                    "%-28s %5s %-8s %8.1f published %8.1f to %8.1f  %+5.2f %%",
                    cells[0],
                    cells[1],
                    cells[2],
                    gigaflops,
                    least,
                    most,
                    100 * difference);
            System.out.println(line);
            compared++;
            if (Math.abs(difference) > 0.02) {
                off.add(line);
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(12);
        assertThat(off).isEmpty();
    }

    private static String configName(String name) {
        return name.replace("Llama-3-", "Llama-3.1-").replaceAll("^Kimi-K2$", "Kimi-K2-Instruct");
    }

    private static Convention convention(Model model, String variant) {
        if (variant.contains("w/o") || variant.contains("paper")) {
            return Convention.TRAINING.withPredictionPasses(0);
        }
        return Convention.TRAINING.withPredictionPasses(hybrid(model) ? 2 : 1);
    }

    private static boolean hybrid(Model model) {
        return model.layers().stream().anyMatch(layer -> layer.mixer() instanceof LinearAttention);
    }

    /**
     * The published formula takes the inner width of every Mamba block to be twice the hidden size. In Nemotron 3 Nano it
     * is 64 heads of 64, 4096 instead of 5376, which makes the published figure 7 % too high; the other hybrid models
     * have the usual width. Per block and token the difference is
     * {@code 2*2688*3*(5376-4096) + 7*(5376-4096)*128} = 21.8 MFLOP.
     */
    private static Model withUsualStates(Model model) {
        int inner = 2 * model.hidden();
        List<Layer> layers = model.layers().stream()
                .map(layer -> layer.mixer() instanceof LinearAttention recurrence
                        ? new Layer(withInnerWidth(recurrence, inner), layer.feedForward())
                        : layer)
                .toList();
        return with(model, layers);
    }

    private static LinearAttention withInnerWidth(LinearAttention recurrence, long inner) {
        long before = recurrence.outputWidth();
        return new LinearAttention(
                recurrence.kind(),
                recurrence.heads(),
                recurrence.inputWidth() + 2 * (inner - before),
                inner,
                recurrence.stateElements() / before * inner,
                recurrence.stateBytesPerElement(),
                recurrence.flopsPerStateElement(),
                recurrence.otherParameters(),
                recurrence.smallProjections());
    }

    private static Model with(Model model, List<Layer> layers) {
        return new Model(
                model.name(),
                model.hidden(),
                model.vocabulary(),
                model.tiedEmbeddings(),
                model.learnedPositions(),
                layers,
                model.predictionLayers(),
                model.precisions(),
                model.residualStreams());
    }

    /** Counting the real 23 Mamba blocks of Nemotron 3 Nano, the published 22.3 GFLOP are 3 * 23 * 21.8 MFLOP too many. */
    @Test
    void nemotronNanoHasNarrowerStatesThanPublishedFormula() throws IOException {
        Path folder = SharedData.require("data/models");
        Model model = HuggingFaceConfig.read(folder.resolve("Nemotron-3-Nano-30B-A3B.config.json"))
                .model();
        double ours = FlopCount.training(model, 8192, Convention.TRAINING);
        double excess = 3 * 23 * (2.0 * 2688 * 3 * (5376 - 4096) + 7.0 * (5376 - 4096) * 128);
        assertThat((ours + excess) / 1e9).isBetween(22.3 * 0.98, 22.3 * 1.02);
    }

    /**
     * gpt-oss-120b at 8192 tokens: the pages before 26.08 counted its experts without their gate matrix and its windowed
     * layers as full ones (the published 30.8 falls to 32.6 at 4096 tokens when that was mended). That reading of the
     * same architecture gives their number.
     */
    @Test
    void olderGptOssPagesCountedUngatedExpertsAndFullAttention() throws IOException {
        Path folder = SharedData.require("data/models");
        Model model = HuggingFaceConfig.read(folder.resolve("gpt-oss-120b.config.json"))
                .model();
        List<Layer> counted = model.layers().stream()
                .map(PublishedTrainingFlopsTest::asCounted)
                .toList();
        Model older = with(model, counted);
        assertThat(FlopCount.training(older, 8192, Convention.TRAINING) / 1e9).isBetween(30.8 * 0.98, 30.8 * 1.02);
        assertThat(FlopCount.training(older, 4096, Convention.TRAINING) / 1e9).isBetween(27.2 * 0.98, 27.2 * 1.02);
    }

    private static Layer asCounted(Layer layer) {
        GroupedQueryAttention attention = (GroupedQueryAttention) layer.mixer();
        Mixture mixture = (Mixture) layer.feedForward();
        return new Layer(
                new GroupedQueryAttention(attention.heads(), attention.keyValueHeads(), attention.headSize()),
                new Mixture(
                        mixture.experts(),
                        mixture.expertsPerToken(),
                        mixture.width(),
                        false,
                        false,
                        0,
                        false,
                        0,
                        1,
                        1));
    }
}
