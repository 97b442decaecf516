package dev.meshwright.io.problem;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.catalogue.GpuFacts;
import dev.meshwright.io.tree.TreeReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The {@code cluster} of a problem file. */
final class ClusterSection {

    static final List<String> FIELDS = List.of("nodes", "interNode");
    static final List<String> NODE_FIELDS = List.of("count", "gpus", "gpu");
    static final List<String> INTER_NODE_FIELDS = List.of("bandwidth", "latency");

    private final List<String> notes;

    ClusterSection(List<String> notes) {
        this.notes = notes;
    }

    /** The cluster; empty after a fault. */
    Optional<Cluster> read(TreeReader section) {
        if (!section.object(FIELDS)) {
            return Optional.empty();
        }
        List<NodeGroup> groups = new ArrayList<>();
        Optional<TreeReader> nodes = section.required("nodes");
        nodes.ifPresent(list -> list.items().forEach(row -> group(row).ifPresent(groups::add)));
        Optional<TreeReader> network = section.child("interNode").filter(place -> place.object(INTER_NODE_FIELDS));
        InterNode interNode = network.map(place -> interNode(place, groups)).orElse(InterNode.DEFAULT);
        long gpus = groups.stream()
                .mapToLong(group -> (long) group.count() * group.gpusPerNode())
                .sum();
        if (gpus > Cluster.MOST_GPUS) {
            nodes.orElseThrow().fault("has " + gpus + " GPUs, more than " + Cluster.MOST_GPUS, "");
            return Optional.empty();
        }
        return groups.isEmpty() ? Optional.empty() : Optional.of(new Cluster(groups, interNode));
    }

    private Optional<NodeGroup> group(TreeReader row) {
        if (!row.object(NODE_FIELDS)) {
            return Optional.empty();
        }
        int count = row.child("count")
                .map(place -> place.integer(1, Cluster.MOST_GPUS).orElse(1))
                .orElse(1);
        int gpus = row.required("gpus")
                .map(place -> place.integer(1, 1024).orElse(1))
                .orElse(1);
        Optional<Gpu> gpu = row.required("gpu").flatMap(place -> gpu(place, gpus));
        gpu.flatMap(known -> HardwareNotes.nodeSize(known, gpus)).ifPresent(notes::add);
        return gpu.map(known -> new NodeGroup(count, gpus, known));
    }

    private Optional<Gpu> gpu(TreeReader place, int gpusPerNode) {
        if (place.isObject()) {
            place.object(GpuFacts.FIELDS);
            Optional<Gpu> gpu = GpuFacts.read(place, gpusPerNode);
            gpu.filter(facts -> facts.source().contains("assumed"))
                    .ifPresent(facts -> notes.add("GPU " + facts.name() + ": " + facts.source() + "."));
            gpu.flatMap(HardwareNotes::capacity).ifPresent(notes::add);
            return gpu;
        }
        Optional<String> name = place.text();
        Optional<Gpu> gpu = name.flatMap(GpuCatalogue.standard()::find);
        if (name.isPresent() && gpu.isEmpty()) {
            place.fault(
                    "no GPU of that name in the catalogue",
                    GpuCatalogue.standard().maybe(name.get()));
        }
        return gpu;
    }

    private InterNode interNode(TreeReader place, List<NodeGroup> groups) {
        OptionalDouble bandwidth = place.child("bandwidth")
                .flatMap(value -> bandwidth(value, groups))
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
        double latency = place.child("latency")
                .flatMap(value -> value.quantity(Dimension.SECONDS, 0, 10))
                .map(Quantity::value)
                .orElse(InterNode.DEFAULT_LATENCY_SECONDS);
        return new InterNode(bandwidth, latency);
    }

    /** Bytes/s per GPU, which is also what a bandwidth without "per" means; per node is shared by the node's GPUs. */
    private Optional<Double> bandwidth(TreeReader place, List<NodeGroup> groups) {
        Optional<Quantity> quantity = place.quantity(Dimension.BYTES_PER_SECOND, 1e6, 1e15);
        if (quantity.isEmpty()) {
            return Optional.empty();
        }
        double value = quantity.get().value();
        return switch (quantity.get().per()) {
            case GPU -> Optional.of(value);
            case UNSTATED -> {
                notes.add("Bandwidth between nodes, " + quantity.get().text() + ", is read as one way and per GPU.");
                yield Optional.of(value);
            }
            case NODE -> perNode(place, value, groups);
            case SYSTEM, TOKEN, LAYER, USER, EXPERT, STAGE, REPLICA -> {
                place.fault("must be per GPU or per node", "");
                yield Optional.empty();
            }
        };
    }

    private static Optional<Double> perNode(TreeReader place, double value, List<NodeGroup> groups) {
        List<Integer> sizes =
                groups.stream().map(NodeGroup::gpusPerNode).distinct().toList();
        if (sizes.size() == 1) {
            return Optional.of(value / sizes.getFirst());
        }
        if (sizes.size() > 1) {
            place.fault("is per node, but nodes differ in their number of GPUs", "Maybe state it per GPU.");
        }
        return Optional.empty();
    }
}
