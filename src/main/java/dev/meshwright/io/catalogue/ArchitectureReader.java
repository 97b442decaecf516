package dev.meshwright.io.catalogue;

import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.model.Precisions.Block;
import dev.meshwright.facts.model.Precisions.Blocks;
import dev.meshwright.io.tree.TreeReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a model written out in a problem file or in the catalogue.
 *
 * <pre>
 * name: my-model
 * hidden: 4096
 * vocabulary: 32000
 * layers:                                  # groups of equal layers, in order
 *   - {count: 3, attention: {heads: 32, keyValueHeads: 8, headSize: 128}, feedForward: {width: 14336}}
 *   - repeat: 2                            # a pattern, over and over
 *     of:
 *       - {attention: ..., feedForward: {experts: 8, expertsPerToken: 2, width: 14336}}
 *       - {attention: none, feedForward: ...}
 * </pre>
 */
final class ArchitectureReader {

    static final List<String> FIELDS = List.of(
            "name",
            "hidden",
            "vocabulary",
            "tiedEmbeddings",
            "learnedPositions",
            "residualStreams",
            "tableParameters",
            "positions",
            "layers",
            "predictionLayers",
            "precisions");
    static final List<String> GROUP_FIELDS = List.of("count", "attention", "feedForward", "repeat", "of");
    static final List<String> PRECISION_FIELDS =
            List.of("attention", "dense", "shared", "experts", "embedding", "keyValueCache", "activation", "blocks");
    static final List<String> BLOCK_FIELDS = List.of("attention", "dense", "shared", "experts");

    /** More than any model has; keeps a slip of the pen from filling the memory. */
    static final int MOST_LAYERS = 10_000;

    static final int MOST = 1 << 30;

    private ArchitectureReader() {}

    /** The model; empty after faults. */
    static Optional<Model> read(TreeReader place) {
        if (!place.object(FIELDS)) {
            return Optional.empty();
        }
        String name = place.child("name").flatMap(TreeReader::text).orElse("inline model");
        int hidden = place.required("hidden")
                .map(field -> field.integer(1, MOST).orElse(0))
                .orElse(0);
        int vocabulary = place.required("vocabulary")
                .map(field -> field.integer(1, MOST).orElse(0))
                .orElse(0);
        List<Layer> layers =
                place.required("layers").map(field -> layers(field, hidden)).orElse(List.of());
        List<Layer> predictionLayers = place.child("predictionLayers")
                .map(field -> layers(field, hidden))
                .orElse(List.of());
        Precisions precisions =
                place.child("precisions").map(ArchitectureReader::precisions).orElse(Precisions.BF16);
        if (layers.isEmpty() || hidden == 0 || vocabulary == 0) {
            return Optional.empty();
        }
        return Optional.of(new Model(
                name,
                hidden,
                vocabulary,
                ArchitecturePart.truth(place, "tiedEmbeddings"),
                ArchitecturePart.whole(place, "learnedPositions", 0, 0),
                layers,
                predictionLayers,
                precisions,
                ArchitecturePart.whole(place, "residualStreams", 1, 1),
                tables(place),
                positions(place)));
    }

    private static long tables(TreeReader place) {
        return place.child("tableParameters")
                .map(field -> (long) field.number(0, 1e15).orElse(0))
                .orElse(0L);
    }

    /** As stated; a learned embedding has a row for each, and no more. */
    private static int positions(TreeReader place) {
        return ArchitecturePart.whole(place, "positions", 0, ArchitecturePart.whole(place, "learnedPositions", 0, 0));
    }

    private static List<Layer> layers(TreeReader list, int hidden) {
        List<Layer> layers = new ArrayList<>();
        if (!list.isList()) {
            list.fault("must be a list of groups of layers", "Maybe - {count: 32, attention: ..., feedForward: ...}.");
            return layers;
        }
        for (TreeReader group : list.items()) {
            if (group.object(GROUP_FIELDS)) {
                boolean repeated = group.child("of").isPresent();
                String field = repeated ? "repeat" : "count";
                int times = ArchitecturePart.whole(group, field, 1, 1);
                List<Layer> pattern = repeated
                        ? layers(group.child("of").orElseThrow(), hidden)
                        : List.of(
                                new Layer(ArchitecturePart.mixer(group, hidden), ArchitecturePart.feedForward(group)));
                if ((long) times * pattern.size() + layers.size() > MOST_LAYERS) {
                    group.fault("makes more than " + MOST_LAYERS + " layers", "");
                    return layers;
                }
                for (int time = 0; time < times; time++) {
                    layers.addAll(pattern);
                }
            }
        }
        return layers;
    }

    private static Precisions precisions(TreeReader place) {
        if (!place.object(PRECISION_FIELDS)) {
            return Precisions.BF16;
        }
        Map<String, Precision> choices = new LinkedHashMap<>();
        for (Precision precision : Precision.values()) {
            choices.put(precision.label(), precision);
        }
        Precision[] parts = PRECISION_FIELDS.subList(0, PRECISION_FIELDS.indexOf("blocks")).stream()
                .map(field -> place.child(field)
                        .flatMap(child -> child.choice(choices))
                        .orElse(Precision.BF16))
                .toArray(Precision[]::new);
        Blocks blocks = place.child("blocks").map(ArchitectureReader::blocks).orElse(Blocks.NONE);
        return new Precisions(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], blocks);
    }

    private static Blocks blocks(TreeReader place) {
        if (!place.object(BLOCK_FIELDS)) {
            return Blocks.NONE;
        }
        Block[] parts = BLOCK_FIELDS.stream()
                .map(field -> place.child(field).map(ArchitectureReader::block).orElse(Block.NONE))
                .toArray(Block[]::new);
        return new Blocks(parts[0], parts[1], parts[2], parts[3]);
    }

    /** A number for a square block, or the outputs and the inputs that share a scale. */
    private static Block block(TreeReader place) {
        if (!place.isList()) {
            return Block.square(place.integer(1, MOST).orElse(1));
        }
        List<TreeReader> sides = place.items();
        if (sides.size() != 2) {
            place.fault("must be one number, or two: outputs and inputs", "Maybe [128, 128].");
            return Block.NONE;
        }
        return new Block(
                sides.getFirst().integer(1, MOST).orElse(1),
                sides.getLast().integer(1, MOST).orElse(1));
    }
}
