package dev.meshwright.io.plan;

import dev.meshwright.io.tree.TreeReader;
import dev.meshwright.layout.draft.InOrder;
import dev.meshwright.layout.draft.PlanDraft.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Where a plan file puts experts and ranks: lists by layer and by stage, or one line where they lie in order. */
final class PlacesSection {

    private PlacesSection() {}

    /** What a line of {@link InOrder} stands for; none after a fault. */
    static <T> List<T> line(TreeReader place, Function<String, Optional<List<T>>> reader, String example) {
        Optional<List<T>> read = place.text().flatMap(reader);
        if (read.isEmpty() && place.text().isPresent()) {
            place.fault("must be a list or a line such as " + example, "Maybe leave it out: it is placed then.");
        }
        return read.orElseGet(List::of);
    }

    /**
     * Experts by {@code [layer][rank][slot]}.
     *
     * @param ranks ranks of the experts where the degrees state them
     */
    static List<List<List<Integer>>> experts(TreeReader place, OptionalInt ranks) {
        return place.node().isString()
                ? line(place, InOrder::experts, "in order (58 layers x 64 ranks x 4 slots)")
                : place.items().stream().map(layer -> ranks(layer, ranks)).toList();
    }

    /**
     * The ranks of a layer, or its slots in the order of the ranks as engines write them; one list of all slots where the
     * number of ranks is not stated.
     */
    private static List<List<Integer>> ranks(TreeReader layer, OptionalInt stated) {
        List<TreeReader> items = layer.items();
        boolean flat = items.stream().noneMatch(TreeReader::isList);
        if (!flat) {
            return items.stream().map(PlacesSection::slots).toList();
        }
        List<Integer> slots = slots(layer);
        int ranks = stated.orElse(1);
        if (items.isEmpty() || items.size() % ranks != 0) {
            layer.fault("has " + items.size() + " slots, which do not spread over " + ranks + " expert ranks", "");
            return List.of();
        }
        int perRank = items.size() / ranks;
        List<List<Integer>> result = new ArrayList<>();
        for (int start = 0; start + perRank <= slots.size(); start += perRank) {
            result.add(List.copyOf(slots.subList(start, start + perRank)));
        }
        return result;
    }

    private static List<Integer> slots(TreeReader rank) {
        if (!rank.isList()) {
            rank.fault("must be the list of experts of a rank, as in the other ranks", "");
            return List.of();
        }
        return rank.node().isEmpty() ? List.of() : rank.integers(0, PlanFiles.LARGEST_NUMBER);
    }

    /** GPUs by {@code [stage of a replica][rank]}. */
    static List<List<Place>> devices(TreeReader place) {
        return place.node().isString()
                ? line(place, InOrder::devices, "in order (32 x 64 ranks with 8 to a node from 0)")
                : place.items().stream()
                        .map(stage -> stage.items().stream()
                                .flatMap(rank -> device(rank).stream())
                                .toList())
                        .toList();
    }

    /** {@code [node, gpu]} or {@code {node, gpu}}. */
    private static Optional<Place> device(TreeReader rank) {
        if (rank.isObject()) {
            rank.object(PlanFiles.PLACE_FIELDS);
            int node = rank.required("node")
                    .map(at -> at.integer(0, PlanFiles.LARGEST_NUMBER).orElse(0))
                    .orElse(0);
            int gpu = rank.required("gpu")
                    .map(at -> at.integer(0, PlanFiles.LARGEST_NUMBER).orElse(0))
                    .orElse(0);
            return Optional.of(new Place(node, gpu));
        }
        List<Integer> pair = rank.isList() ? rank.integers(0, PlanFiles.LARGEST_NUMBER) : List.of();
        if (pair.size() != 2 || rank.node().size() != 2) {
            rank.fault("must be [node, GPU in the node]", "");
            return Optional.empty();
        }
        return Optional.of(new Place(pair.getFirst(), pair.getLast()));
    }
}
