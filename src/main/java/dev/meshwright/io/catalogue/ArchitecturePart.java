package dev.meshwright.io.catalogue;

import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.model.Projection;
import dev.meshwright.facts.model.SparseIndexer;
import dev.meshwright.facts.model.TokenMixer;
import dev.meshwright.io.tree.Names;
import dev.meshwright.io.tree.TreeReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the parts of a layer that is written out: its attention and its feed-forward part. */
final class ArchitecturePart {

    static final List<String> GROUPED_QUERY_FIELDS = List.of(
            "kind",
            "heads",
            "keyValueHeads",
            "headSize",
            "window",
            "bias",
            "outputBias",
            "queryKeyNormParameters",
            "outputGate",
            "sinks",
            "valueHeadSize",
            "keysAreValues",
            "indexer",
            "queryRank",
            "sharesEarlierCache",
            "idleHeads");
    static final List<String> LATENT_FIELDS = List.of(
            "kind",
            "heads",
            "queryRank",
            "keyValueRank",
            "nopeHeadSize",
            "ropeHeadSize",
            "valueHeadSize",
            "indexer",
            "outputGate");
    static final List<String> COMPRESSED_FIELDS = List.of(
            "kind", "heads", "headSize", "queryRank", "outputGroups", "outputRank", "window", "compression", "indexer");
    static final List<String> LINEAR_FIELDS = List.of(
            "kind",
            "recurrence",
            "heads",
            "inputWidth",
            "outputWidth",
            "stateElements",
            "stateBytesPerElement",
            "flopsPerStateElement",
            "otherParameters",
            "smallProjections");
    static final List<String> INDEXER_FIELDS = List.of("heads", "headSize", "topPositions");
    static final List<String> PROJECTION_FIELDS = List.of("role", "inputWidth", "outputWidth", "split");
    static final List<String> DENSE_FIELDS = List.of("width", "gated", "bias");
    static final List<String> MIXTURE_FIELDS = List.of(
            "experts",
            "expertsPerToken",
            "width",
            "gated",
            "bias",
            "sharedWidth",
            "sharedGate",
            "latentWidth",
            "groups",
            "groupsPerToken",
            "identityExperts",
            "otherExperts",
            "otherWidth");

    private static final List<String> KINDS = List.of("groupedQuery", "latent", "compressed", "linear");

    private ArchitecturePart() {}

    /** The {@code attention} of a group of layers; {@code none}, or left out, for a block without. */
    static TokenMixer mixer(TreeReader group, int hidden) {
        Optional<TreeReader> place = group.child("attention").filter(ArchitecturePart::something);
        if (place.isEmpty()) {
            return new TokenMixer.None();
        }
        TreeReader part = place.get();
        Map<String, String> kinds = new LinkedHashMap<>();
        KINDS.forEach(kind -> kinds.put(kind, kind));
        String kind = part.child("kind").flatMap(field -> field.choice(kinds)).orElse("groupedQuery");
        return switch (kind) {
            case "latent" -> latent(part);
            case "compressed" -> compressed(part);
            case "linear" -> linear(part);
            default -> grouped(part, hidden);
        };
    }

    private static boolean something(TreeReader place) {
        return place.isObject() || !place.text().equals(Optional.of("none"));
    }

    private static TokenMixer grouped(TreeReader place, int hidden) {
        place.object(GROUPED_QUERY_FIELDS);
        int heads = required(place, "heads");
        int headSize = whole(place, "headSize", 1, Math.max(1, hidden / Math.max(1, heads)));
        int keyValueHeads = whole(place, "keyValueHeads", 1, heads);
        if (heads % Math.max(1, keyValueHeads) != 0) {
            place.fault("has " + heads + " heads that its " + keyValueHeads + " key-value heads do not divide", "");
        }
        return new GroupedQueryAttention(
                heads,
                keyValueHeads,
                headSize,
                whole(place, "window", 0, 0),
                truth(place, "bias"),
                truth(place, "outputBias"),
                whole(place, "queryKeyNormParameters", 0, 0),
                truth(place, "outputGate"),
                truth(place, "sinks"),
                whole(place, "valueHeadSize", 1, headSize),
                truth(place, "keysAreValues"),
                indexer(place),
                whole(place, "queryRank", 0, 0),
                truth(place, "sharesEarlierCache"),
                whole(place, "idleHeads", 0, 0));
    }

    private static TokenMixer latent(TreeReader place) {
        place.object(LATENT_FIELDS);
        return new LatentAttention(
                required(place, "heads"),
                whole(place, "queryRank", 0, 0),
                required(place, "keyValueRank"),
                required(place, "nopeHeadSize"),
                required(place, "ropeHeadSize"),
                required(place, "valueHeadSize"),
                indexer(place),
                truth(place, "outputGate"));
    }

    private static TokenMixer compressed(TreeReader place) {
        place.object(COMPRESSED_FIELDS);
        return new CompressedAttention(
                required(place, "heads"),
                required(place, "headSize"),
                required(place, "queryRank"),
                required(place, "outputGroups"),
                required(place, "outputRank"),
                required(place, "window"),
                whole(place, "compression", 0, 0),
                indexer(place));
    }

    private static TokenMixer linear(TreeReader place) {
        place.object(LINEAR_FIELDS);
        LinearAttention.Kind recurrence = place.required("recurrence")
                .flatMap(field -> field.choice(Names.of(ArchitecturePart::camel, LinearAttention.Kind.values())))
                .orElse(LinearAttention.Kind.GATED_DELTA);
        List<Projection> small = new ArrayList<>();
        for (TreeReader item :
                place.child("smallProjections").map(TreeReader::items).orElse(List.of())) {
            item.object(PROJECTION_FIELDS);
            small.add(new Projection(
                    item.child("role")
                            .flatMap(field -> field.choice(Names.of(ArchitecturePart::camel, Projection.Role.values())))
                            .orElse(Projection.Role.QUERY_KEY_VALUE),
                    required(item, "inputWidth"),
                    required(item, "outputWidth"),
                    item.child("split")
                            .flatMap(
                                    field -> field.choice(Names.of(ArchitecturePart::camel, Projection.Split.values())))
                            .orElse(Projection.Split.REPLICATED)));
        }
        return new LinearAttention(
                recurrence,
                required(place, "heads"),
                required(place, "inputWidth"),
                required(place, "outputWidth"),
                required(place, "stateElements"),
                number(place, "stateBytesPerElement", 4),
                number(place, "flopsPerStateElement", 4),
                whole(place, "otherParameters", 0, 0),
                small);
    }

    private static SparseIndexer indexer(TreeReader place) {
        Optional<TreeReader> indexer = place.child("indexer").filter(part -> part.object(INDEXER_FIELDS));
        return indexer.map(part -> new SparseIndexer(
                        whole(part, "heads", 0, 0), whole(part, "headSize", 0, 0), required(part, "topPositions")))
                .orElse(SparseIndexer.NONE);
    }

    /** The {@code feedForward} of a group of layers; {@code none}, or left out, for a block without. */
    static FeedForward feedForward(TreeReader group) {
        Optional<TreeReader> place = group.child("feedForward").filter(ArchitecturePart::something);
        if (place.isEmpty()) {
            return new FeedForward.None();
        }
        TreeReader part = place.get();
        boolean gated = part.child("gated").flatMap(TreeReader::truth).orElse(true);
        if (part.isObject() && part.child("experts").isEmpty()) {
            part.object(DENSE_FIELDS);
            return new FeedForward.Dense(required(part, "width"), gated, truth(part, "bias"));
        }
        part.object(MIXTURE_FIELDS);
        int experts = required(part, "experts");
        int perToken = required(part, "expertsPerToken");
        if (perToken > experts) {
            part.fault("sends each token to " + perToken + " of only " + experts + " experts", "");
        }
        return new FeedForward.Mixture(
                experts,
                perToken,
                required(part, "width"),
                gated,
                truth(part, "bias"),
                whole(part, "sharedWidth", 0, 0),
                truth(part, "sharedGate"),
                whole(part, "latentWidth", 0, 0),
                whole(part, "groups", 1, 1),
                whole(part, "groupsPerToken", 1, 1),
                whole(part, "identityExperts", 0, 0),
                whole(part, "otherExperts", 0, 0),
                whole(part, "otherWidth", 0, 0));
    }

    /** A constant as files spell it: {@code GATED_DELTA} is {@code gatedDelta}. */
    static String camel(Enum<?> constant) {
        StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (char letter : constant.name().toCharArray()) {
            if (letter == '_') {
                upper = true;
            } else {
                name.append(upper ? letter : Character.toLowerCase(letter));
                upper = false;
            }
        }
        return name.toString();
    }

    static boolean truth(TreeReader place, String field) {
        return place.child(field).flatMap(TreeReader::truth).orElse(false);
    }

    static int whole(TreeReader place, String field, int least, int otherwise) {
        return place.child(field)
                .map(child -> child.integer(least, ArchitectureReader.MOST).orElse(otherwise))
                .orElse(otherwise);
    }

    private static double number(TreeReader place, String field, double otherwise) {
        return place.child(field)
                .map(child -> child.number(0, 1e6).orElse(otherwise))
                .orElse(otherwise);
    }

    private static int required(TreeReader place, String field) {
        return place.required(field)
                .map(child -> child.integer(1, ArchitectureReader.MOST).orElse(1))
                .orElse(1);
    }
}
