package dev.meshwright.launch.export;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.SparseIndexer;
import dev.meshwright.facts.model.TokenMixer;
import dev.meshwright.launch.model.RotaryPositions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sizes of a model as Megatron-LM's options: what is started has the weights that were predicted. */
final class MegatronSizes {

    private static final String MODEL = "The model's.";

    private final Model model;
    private final Flags flags;
    /** Parts of the model that no option of ours says. */
    private final List<String> unsaid = new ArrayList<>();

    private MegatronSizes(Model model, Flags flags) {
        this.model = model;
        this.flags = flags;
    }

    /** Writes them; what no option says is a note. */
    static void put(Model model, Flags flags, List<String> notes) {
        MegatronSizes sizes = new MegatronSizes(model, flags);
        sizes.whole();
        sizes.attention();
        sizes.networks();
        if (!sizes.unsaid.isEmpty()) {
            notes.add("Not written, as no option says it: " + String.join(", ", sizes.unsaid)
                    + ". The step that starts lacks them; take the model from your own recipe of " + model.name()
                    + ".");
        }
        if (model.learnedPositions() == 0) {
            sizes.rotary(notes);
        }
    }

    private void whole() {
        List<Layer> layers = model.layers();
        boolean learned = model.learnedPositions() > 0;
        boolean biased = layers.stream().anyMatch(MegatronSizes::biased);
        flags.put(Meaning.LAYERS, layers.size(), MODEL)
                .put(Meaning.HIDDEN, model.hidden(), MODEL)
                .add(!model.tiedEmbeddings(), Purpose.UNTIED, true, "The model's head has a matrix of its own.")
                .add(
                        Purpose.TOKENIZER,
                        "NullTokenizer",
                        "No words are needed to measure; the vocabulary is the model's.")
                .add(Purpose.VOCABULARY, model.vocabulary(), MODEL)
                .add(Purpose.POSITION_KIND, learned ? "learned_absolute" : "rope", MODEL)
                .add(Purpose.NORMALIZATION, learned ? "LayerNorm" : "RMSNorm", "As models with such positions have it.")
                .add(!biased, Purpose.NO_BIAS, true, "The model's matrices have no biases.");
        said(model.residualStreams() > 1, "parallel residual streams");
        said(model.tableParameters() > 0, "embeddings beside the tokens' own");
    }

    /** They change no time, but a training goes on from no checkpoint without them. */
    private void rotary(List<String> notes) {
        Optional<RotaryPositions> known = RotaryPositions.of(model.name());
        known.ifPresent(positions -> flags.add(Purpose.ROTARY_BASE, positions.base(), MODEL)
                .add(positions.share() < 1, Purpose.ROTARY_SHARE, positions.share(), MODEL)
                .add(positions.byWaveLength(), Purpose.ROTARY_STRETCHING, true, MODEL)
                .add(positions.byWaveLength(), Purpose.ROTARY_FACTOR, positions.factor(), MODEL));
        if (known.isEmpty()) {
            notes.add("The base of rotary positions of " + model.name()
                    + " is not known here and not written; it changes no time: --rotary-base.");
        }
        known.filter(positions -> positions.stretched() && !positions.byWaveLength())
                .ifPresent(positions -> notes.add("Rotary positions are stretched by " + positions.stretching() + " "
                        + Figures.plain(positions.factor()) + " times, which changes no time and is not written."));
    }

    private static boolean biased(Layer layer) {
        return switch (layer.feedForward()) {
            case Dense dense -> dense.bias();
            case Mixture mixture -> mixture.bias();
            case FeedForward.None none -> false;
        };
    }

    private void said(boolean has, String part) {
        if (has && !unsaid.contains(part)) {
            unsaid.add(part);
        }
    }

    private void attention() {
        TokenMixer mixer = model.layers().getFirst().mixer();
        flags.put(Meaning.HEADS, mixer.heads(), MODEL);
        said(
                model.layers().stream().map(Layer::mixer).distinct().count() > 1,
                "attention that differs from layer to layer");
        switch (mixer) {
            case GroupedQueryAttention grouped -> grouped(grouped);
            case LatentAttention latent -> latent(latent);
            case CompressedAttention other -> said(true, "its attention");
            case LinearAttention other -> said(true, "its attention");
            case TokenMixer.None none -> said(true, "its attention");
        }
    }

    private void grouped(GroupedQueryAttention attention) {
        if (attention.keyValueHeads() > 0 && attention.keyValueHeads() < attention.heads()) {
            flags.add(Purpose.GROUPED_QUERIES, true, MODEL).put(Meaning.QUERY_GROUPS, attention.keyValueHeads(), MODEL);
        }
        flags.add(Purpose.HEAD_SIZE, attention.headSize(), MODEL)
                .add(attention.bias(), Purpose.QUERY_BIAS, true, MODEL)
                .add(attention.queryKeyNormParameters() > 0, Purpose.QUERY_NORM, true, MODEL)
                .add(attention.outputGate(), Purpose.OUTPUT_GATE, true, MODEL);
        said(attention.window() > 0, "its attention window");
        said(attention.sinks(), "attention sinks");
        said(attention.queryRank() > 0, "queries of a low rank");
        said(
                attention.valueHeadSize() != attention.headSize()
                        || attention.keysAreValues()
                        || attention.sharesEarlierCache()
                        || attention.idleHeads() > 0,
                "keys and values of its own kind");
        said(!attention.indexer().equals(SparseIndexer.NONE), "its choice of positions");
    }

    private void latent(LatentAttention attention) {
        flags.add(Purpose.LATENT, true, "The model's attention keeps one latent vector for all heads.")
                .add(attention.queryRank() > 0, Purpose.QUERY_RANK, attention.queryRank(), MODEL)
                .add(Purpose.KEY_VALUE_RANK, attention.keyValueRank(), MODEL)
                .add(Purpose.NOPE_HEAD_SIZE, attention.nopeHeadSize(), MODEL)
                .add(Purpose.ROPE_HEAD_SIZE, attention.ropeHeadSize(), MODEL)
                .add(Purpose.VALUE_HEAD_SIZE, attention.valueHeadSize(), MODEL)
                .add(Purpose.QUERY_NORM, true, "Latent vectors are normed.");
        said(!attention.indexer().equals(SparseIndexer.NONE), "its choice of positions");
        said(attention.outputGate(), "the gate behind its attention");
    }

    private void networks() {
        int dense = 0;
        boolean gated = false;
        Optional<Mixture> mixture = Optional.empty();
        for (Layer layer : model.layers()) {
            if (layer.feedForward() instanceof Mixture found) {
                mixture = Optional.of(found);
                gated |= found.gated();
            } else if (layer.feedForward() instanceof Dense found) {
                dense = found.width();
                gated |= found.gated();
            }
        }
        flags.put(Meaning.WIDTH, dense > 0 ? dense : mixture.map(Mixture::width).orElse(1), MODEL)
                .put(gated, Meaning.GATED, true, "Networks have a gate: three matrices and not two.");
        mixture.ifPresent(this::mixture);
    }

    private void mixture(Mixture mixture) {
        flags.put(Meaning.EXPERTS, mixture.experts(), MODEL)
                .put(Meaning.EXPERT_WIDTH, mixture.width(), MODEL)
                .put(Meaning.EXPERTS_PER_TOKEN, mixture.expertsPerToken(), MODEL)
                .put(Meaning.MIXTURE_LAYERS, layers(model.layers()), "Which layers have experts.")
                .add(mixture.sharedWidth() > 0, Purpose.SHARED_WIDTH, mixture.sharedWidth(), MODEL)
                .add(mixture.sharedGate(), Purpose.SHARED_GATE, true, MODEL)
                .add(mixture.latentWidth() > 0, Purpose.LATENT_EXPERTS, mixture.latentWidth(), MODEL)
                .add(mixture.groups() > 1, Purpose.EXPERT_GROUPS, mixture.groups(), MODEL)
                .add(mixture.groups() > 1, Purpose.GROUPS_PER_TOKEN, mixture.groupsPerToken(), MODEL)
                .add(Purpose.GROUPED_PRODUCTS, true, "All experts of a rank in one kernel.");
        said(mixture.identityExperts() > 0, "experts that return their input");
        said(mixture.otherExperts() > 0, "experts of a second family");
    }

    /** {@code ([0]*3+[1]*58)}: three dense layers and 58 with experts. */
    private static String layers(List<Layer> layers) {
        StringBuilder text = new StringBuilder();
        for (int layer = 0; layer < layers.size(); ) {
            int end = layer;
            while (end < layers.size()
                    && layers.get(end).routed() == layers.get(layer).routed()) {
                end++;
            }
            text.append(layer == 0 ? "(" : "+")
                    .append(layers.get(layer).routed() ? "[1]*" : "[0]*")
                    .append(end - layer);
            layer = end;
        }
        return text + ")";
    }
}
