package dev.meshwright.launch.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.ParameterCount;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.io.launch.OptionFiles;
import dev.meshwright.launch.model.RotaryPositions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Whoever starts the written options trains a model of the predicted size: its weights are counted again from them alone. */
class MegatronSizesTest {

    private final Map<String, String> options = new HashMap<>();

    private void write(Model model, List<String> notes) {
        Flags flags = new Flags(OptionFiles.of("megatron"), Optional.empty());
        MegatronSizes.put(model, flags, notes);
        assertThat(flags.missing()).isEmpty();
        options.clear();
        flags.flags().forEach(flag -> options.put(flag.option().name(), flag.value()));
    }

    private long number(String option) {
        return Long.parseLong(options.getOrDefault(option, "0"));
    }

    private double attention() {
        double hidden = number("hidden-size");
        double heads = number("num-attention-heads");
        if (options.containsKey("multi-latent-attention")) {
            double query = number("qk-head-dim") + number("qk-pos-emb-head-dim");
            double rank = number("q-lora-rank");
            double queries = rank > 0 ? hidden * rank + rank * heads * query : hidden * heads * query;
            double latent = number("kv-lora-rank");
            return queries
                    + hidden * (latent + number("qk-pos-emb-head-dim"))
                    + latent * heads * (number("qk-head-dim") + number("v-head-dim"))
                    + heads * number("v-head-dim") * hidden;
        }
        double groups = options.containsKey("group-query-attention") ? number("num-query-groups") : heads;
        double size = number("kv-channels");
        double gate = options.containsKey("attention-output-gate") ? hidden * heads * size : 0;
        return hidden * size * (heads + 2 * groups) + heads * size * hidden + gate;
    }

    private double weights() {
        double hidden = number("hidden-size");
        double matrices = options.containsKey("swiglu") ? 3 : 2;
        double sum =
                number("vocab-size") * hidden * (options.containsKey("untie-embeddings-and-output-weights") ? 2 : 1);
        String pattern = options.getOrDefault("moe-layer-freq", "([0]*" + number("num-layers") + ")");
        for (String run : pattern.replaceAll("[()]", "").split("\\+")) {
            double layers = Integer.parseInt(run.substring(run.indexOf('*') + 1));
            double experts = number("num-experts") * matrices * hidden * number("moe-ffn-hidden-size")
                    + matrices * hidden * number("moe-shared-expert-intermediate-size")
                    + hidden * number("num-experts");
            double dense = matrices * hidden * number("ffn-hidden-size");
            sum += layers * (attention() + (run.startsWith("[1]") ? experts : dense));
        }
        return sum;
    }

    @Test
    void weightsOfTheOptionsAreThoseOfTheModel() {
        List<String> compared = new ArrayList<>();
        for (String name : ModelCatalogue.standard().names()) {
            Model model = ModelCatalogue.standard().find(name).orElseThrow().model();
            List<String> notes = new ArrayList<>();
            write(model, notes);
            if (notes.stream().anyMatch(note -> note.startsWith("Not written"))) {
                continue;
            }
            compared.add(name);
            // Positions that are learned are as many as the longest sequence; norms and biases are a thousandth of the
            // rest.
            double expected = ParameterCount.of(model).total() - (double) model.learnedPositions() * model.hidden();
            assertThat(weights()).as(name).isCloseTo(expected, Percentage.withPercentage(0.1));
        }
        assertThat(compared)
                .contains("mixtral-8x7b", "deepseek-v3", "qwen3-235b-a22b")
                .hasSizeGreaterThan(20);
    }

    /** Megatron's own base is 10,000: a model with another one is another model. */
    @Test
    void rotaryPositionsAreTheModels() {
        for (RotaryPositions known : RotaryPositions.all()) {
            List<String> notes = new ArrayList<>();
            write(ModelCatalogue.standard().find(known.model()).orElseThrow().model(), notes);
            assertThat(number("rotary-base")).as(known.model()).isEqualTo(known.base());
            assertThat(options.containsKey("rotary-percent")).as(known.model()).isEqualTo(known.share() < 1);
            assertThat(options.containsKey("use-rope-scaling")
                            || notes.stream().anyMatch(note -> note.contains("stretched by " + known.stretching())))
                    .as(known.model() + notes)
                    .isEqualTo(known.stretched());
            assertThat(notes).as(known.model()).noneMatch(note -> note.contains("is not known here"));
        }
        write(ModelCatalogue.standard().find("llama-3.1-8b").orElseThrow().model(), new ArrayList<>());
        assertThat(options).containsEntry("rotary-base", "500000").containsEntry("rope-scaling-factor", "8.0");
        List<String> notes = new ArrayList<>();
        write(ModelCatalogue.standard().find("llama-2-7b").orElseThrow().model(), notes);
        assertThat(notes).anyMatch(note -> note.contains("--rotary-base"));
    }
}
