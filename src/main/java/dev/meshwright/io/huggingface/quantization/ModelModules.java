package dev.meshwright.io.huggingface.quantization;

import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.model.Projection;
import dev.meshwright.facts.model.TokenMixer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The matrices of a model as modules of its checkpoint: in which layer, by which names, in which part, how large. */
public final class ModelModules {

    /** Parts with a number format of their own. */
    enum Part {
        ATTENTION,
        DENSE,
        SHARED,
        EXPERTS;

        String label() {
            return switch (this) {
                case ATTENTION -> "attention";
                case DENSE -> "dense layers";
                case SHARED -> "shared experts";
                case EXPERTS -> "routed experts";
            };
        }
    }

    /**
     * One matrix, or several of a kind: all experts of a layer are one module, known by the name of the first.
     *
     * @param layer number of the layer in the checkpoint
     * @param names that it may go by, behind the layer's number
     * @param part of the model
     * @param weights that it has
     */
    record Module(int layer, List<String> names, Part part, long weights) {}

    private final ModuleNames names;
    private final int hidden;
    private final int depth;
    private final List<Module> modules = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> words = new HashSet<>();

    /**
     * The modules of a model.
     *
     * @param type model type of the checkpoint, which names modules in its own way
     * @param layers the decoder layers in order
     * @param perLayer how many of them are one layer of the checkpoint
     * @param hidden width of the hidden state
     */
    public ModelModules(String type, List<Layer> layers, int perLayer, int hidden) {
        this.names = ModuleNames.of(type);
        this.hidden = hidden;
        this.depth = layers.size() / perLayer;
        for (int i = 0; i < layers.size(); i++) {
            mixer(i / perLayer, layers.get(i).mixer());
            feedForward(i / perLayer, layers.get(i).feedForward());
        }
    }

    /** Layers of the checkpoint. */
    int depth() {
        return depth;
    }

    /** Whether a layer has a module of that name, or one inside or around it. */
    boolean has(int layer, String name) {
        if (known.isEmpty()) {
            for (Module module : modules) {
                module.names()
                        .forEach(full -> withContainers(full, within -> known.add(module.layer() + "." + within)));
            }
        }
        boolean[] found = {name.isEmpty()};
        withContainers(name, within -> found[0] |= known.contains(layer + "." + within));
        return found[0];
    }

    /** A module's name and those of what contains it, down to the second level: {@code mlp.experts}, not {@code mlp}. */
    private static void withContainers(String name, Consumer<String> visitor) {
        visitor.accept(name);
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            if (name.lastIndexOf('.', dot - 1) > 0) {
                visitor.accept(name.substring(0, dot));
            }
        }
    }

    List<Module> modules() {
        return modules;
    }

    /** Modules that a part would have in each layer, for a part that the model lacks. */
    List<Module> imagined(Part part) {
        List<Module> imagined = new ArrayList<>();
        String role =
                switch (part) {
                    case ATTENTION -> "query";
                    case DENSE -> "dense-out";
                    case SHARED -> "shared-out";
                    case EXPERTS -> "experts-out";
                };
        for (int layer = 0; layer < depth; layer++) {
            imagined.add(new Module(layer, names.ofRole(role), part, 1));
        }
        return imagined;
    }

    private void add(int layer, String role, Part part, long weights) {
        if (weights > 0) {
            modules.add(new Module(layer, names.ofRole(role), part, weights));
        }
    }

    private void mixer(int layer, TokenMixer mixer) {
        switch (mixer) {
            case GroupedQueryAttention attention -> grouped(layer, attention);
            case LatentAttention attention -> latent(layer, attention);
            case CompressedAttention attention -> inOrder(layer, attention);
            case LinearAttention recurrence -> recurrence(layer, recurrence);
            case TokenMixer.None none -> {}
        }
    }

    private void grouped(int layer, GroupedQueryAttention attention) {
        long width = hidden;
        long keyHeads = attention.sharesEarlierCache() ? 0 : attention.keyValueHeads();
        add(layer, "query", Part.ATTENTION, width * attention.heads() * attention.headSize());
        add(layer, "key", Part.ATTENTION, width * keyHeads * attention.headSize());
        if (!attention.keysAreValues()) {
            add(layer, "value", Part.ATTENTION, width * keyHeads * attention.valueHeadSize());
        }
        add(layer, "indexer", Part.ATTENTION, indexer(attention));
        add(layer, "output", Part.ATTENTION, width * attention.heads() * attention.valueHeadSize());
    }

    private void latent(int layer, LatentAttention attention) {
        long width = hidden;
        long queries = (long) attention.heads() * (attention.nopeHeadSize() + attention.ropeHeadSize());
        if (attention.queryRank() > 0) {
            add(layer, "query-down", Part.ATTENTION, width * attention.queryRank());
            add(layer, "query-up", Part.ATTENTION, attention.queryRank() * queries);
        } else {
            add(layer, "query", Part.ATTENTION, width * queries);
        }
        long expanded = (long) attention.heads() * (attention.nopeHeadSize() + attention.valueHeadSize());
        add(layer, "key-value-down", Part.ATTENTION, width * (attention.keyValueRank() + attention.ropeHeadSize()));
        add(layer, "key-value-up", Part.ATTENTION, attention.keyValueRank() * expanded);
        add(layer, "indexer", Part.ATTENTION, indexer(attention));
        add(layer, "output", Part.ATTENTION, width * attention.heads() * attention.valueHeadSize());
    }

    private long indexer(TokenMixer mixer) {
        return mixer.projections(hidden).stream()
                .filter(projection -> projection.role() == Projection.Role.INDEXER)
                .mapToLong(Projection::parameters)
                .sum();
    }

    /** DeepSeek-V4: two query matrices and one for the vector of keys and values, then whatever chooses, then the output. */
    private void inOrder(int layer, CompressedAttention attention) {
        long width = hidden;
        add(layer, "query-down", Part.ATTENTION, width * attention.queryRank());
        add(layer, "query-up", Part.ATTENTION, (long) attention.queryRank() * attention.heads() * attention.headSize());
        add(layer, "key-value-down", Part.ATTENTION, width * attention.headSize());
        add(layer, "indexer", Part.ATTENTION, indexer(attention));
        long output = attention.projections(hidden).stream()
                .filter(projection -> projection.role() == Projection.Role.ATTENTION_OUTPUT)
                .mapToLong(Projection::parameters)
                .sum();
        add(layer, "output", Part.ATTENTION, output);
    }

    private void recurrence(int layer, LinearAttention recurrence) {
        String kind =
                switch (recurrence.kind()) {
                    case GATED_DELTA -> "delta";
                    case KIMI_DELTA -> "kimi-delta";
                    case LIGHTNING -> "lightning";
                    case MAMBA1, MAMBA2 -> "mamba";
                    case SHORT_CONVOLUTION -> "convolution";
                };
        add(layer, kind + "-in", Part.ATTENTION, hidden * recurrence.inputWidth());
        add(layer, kind + "-out", Part.ATTENTION, hidden * recurrence.outputWidth());
    }

    private void feedForward(int layer, FeedForward feedForward) {
        switch (feedForward) {
            case Dense dense -> network(layer, "dense", Part.DENSE, dense.width(), dense.gated(), hidden, 1);
            case Mixture mixture -> {
                network(layer, "shared", Part.SHARED, mixture.sharedWidth(), mixture.gated(), hidden, 1);
                network(
                        layer,
                        "experts",
                        Part.EXPERTS,
                        mixture.width(),
                        mixture.gated(),
                        mixture.expertInput(hidden),
                        mixture.experts());
            }
            case FeedForward.None none -> {}
        }
    }

    private void network(int layer, String name, Part part, int width, boolean gated, int input, int copies) {
        long matrix = (long) width * input * copies;
        add(layer, name + "-in", part, gated ? 2 * matrix : matrix);
        add(layer, name + "-out", part, matrix);
    }

    /** Whether one of the modules has that word in one of its names. */
    boolean hasWord(String word) {
        if (words.isEmpty()) {
            modules.forEach(module -> module.names().forEach(name -> words.addAll(List.of(name.split("\\.")))));
        }
        return words.contains(word);
    }
}
