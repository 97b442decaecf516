package dev.meshwright.io.problem;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.catalogue.GpuCatalogue.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a problem should know of its GPUs: formats that they have no arithmetic for, capacities in a likely wrong unit. */
final class HardwareNotes {

    /** Two figures for one capacity differ by less: drivers and frameworks keep a little each. */
    private static final double ALIKE = 0.02;

    private static final double GIBI = 0x1p30;
    private static final double GIGA = 1e9;

    /** By what a capacity is off when its unit is taken for another: GB for GiB, MB for MiB, bits for bytes. */
    private static final Map<String, Double> SLIPS =
            Map.of("GiB", GIBI / GIGA, "MiB", 0x1p20 / 1e6, "bytes, not bits", 8.0);

    private HardwareNotes() {}

    /** A note for each format of weights that a GPU of the cluster multiplies in another format; none for training. */
    static List<String> formats(Problem problem) {
        List<String> notes = new ArrayList<>();
        if (problem.workload() instanceof Training) {
            return notes;
        }
        problem.cluster().nodes().stream().map(NodeGroup::gpu).distinct().forEach(gpu -> parts(problem.model(), gpu)
                .forEach((stored, names) -> {
                    if (stored.format().bitsPerElement() < 16 && stored.used() != stored.format()) {
                        notes.add(note(gpu, stored, names, problem.model().precisions()));
                    }
                }));
        return notes;
    }

    /** A format of weights and what a GPU multiplies them in. */
    private record Stored(Precision format, Precision used) {}

    private static String note(Gpu gpu, Stored stored, List<String> parts, Precisions formats) {
        Precision format = stored.format();
        String bits = Figures.plain(Byte.SIZE * formats.bytesOf(format));
        double rate = gpu.peakFlops(stored.used());
        double fastest = gpu.peakFlops().values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(rate);
        String loss = fastest > rate
                ? ", " + Figures.percent(rate / fastest) + " of the " + Figures.flops(fastest)
                        + "/s that it has in its fastest format"
                : "";
        String means = stored.used().bitsPerElement() < 16
                ? "kernels read " + bits + " bits a weight and multiply it by inputs in "
                        + stored.used().label() + ", as fast as that format goes"
                : "the GPU has no arithmetic of that format. Kernels read " + bits
                        + " bits a weight and expand them to " + stored.used().label() + " before they multiply";
        return "Weights in " + format.label() + " (" + String.join(", ", parts) + ") on " + gpu.name() + ": " + means
                + ": prompts and large batches run at " + Figures.flops(rate) + "/s" + loss
                + ". Times are computed so.";
    }

    /** Parts of the model by the format of their weights and what they are multiplied in. */
    private static Map<Stored, List<String>> parts(Model model, Gpu gpu) {
        Precisions formats = model.precisions();
        Map<Stored, List<String>> parts = new LinkedHashMap<>();
        put(parts, gpu, formats.attention(), "attention");
        boolean dense = model.layers().stream().anyMatch(layer -> !layer.routed());
        if (dense) {
            put(parts, gpu, formats.dense(), "dense parts");
        }
        if (model.mixtureOfExperts()) {
            if (model.layers().stream().anyMatch(HardwareNotes::shared)) {
                put(parts, gpu, formats.shared(), "shared experts");
            }
            Stored experts = new Stored(formats.experts(), gpu.expertArithmetic(formats.experts()));
            parts.computeIfAbsent(experts, ignored -> new ArrayList<>()).add("routed experts");
        }
        return parts;
    }

    private static boolean shared(Layer layer) {
        return layer.feedForward() instanceof Mixture mixture && mixture.sharedWidth() > 0;
    }

    private static void put(Map<Stored, List<String>> parts, Gpu gpu, Precision format, String part) {
        parts.computeIfAbsent(new Stored(format, gpu.arithmetic(format)), ignored -> new ArrayList<>())
                .add(part);
    }

    /**
     * A sentence where nodes of a GPU of the catalogue have more GPUs than are built into one, and are no whole rack: what is
     * said per node and how many nodes there are is then meant otherwise.
     */
    static Optional<String> nodeSize(Gpu gpu, int gpusPerNode) {
        return GpuCatalogue.standard().entries().stream()
                .filter(entry -> entry.gpu().equals(gpu))
                .filter(entry -> entry.gpusPerNode().isPresent()
                        && gpusPerNode > entry.gpusPerNode().getAsInt()
                        && gpusPerNode != gpu.linkDomain())
                .map(entry -> "Nodes of " + gpu.name() + " have "
                        + entry.gpusPerNode().getAsInt() + " GPUs, "
                        + gpu.linkDomain() / entry.gpusPerNode().getAsInt() + " of them in a rack of "
                        + gpu.linkDomain() + "; " + gpusPerNode + " per node are stated. Maybe gpus: "
                        + entry.gpusPerNode().getAsInt() + ", in more nodes.")
                .findFirst();
    }

    /**
     * A sentence where the capacity of a GPU that a problem describes itself is likely meant in another unit: by the GPU of
     * the catalogue that is called so, else by all of them.
     */
    static Optional<String> capacity(Gpu gpu) {
        GpuCatalogue catalogue = GpuCatalogue.standard();
        List<Entry> alike = catalogue.entries().stream()
                .filter(entry ->
                        catalogue.find(gpu.name()).filter(entry.gpu()::equals).isPresent())
                .toList();
        List<Entry> candidates = alike.isEmpty() ? List.copyOf(catalogue.entries()) : alike;
        double bytes = gpu.memoryBytes();
        if (candidates.stream().anyMatch(entry -> known(entry, bytes))) {
            return Optional.empty();
        }
        List<String> units = SLIPS.keySet().stream().sorted().toList();
        for (String unit : units) {
            double meant = bytes * SLIPS.getOrDefault(unit, 1.0);
            for (Entry entry : candidates) {
                if (known(entry, meant) && (unit.equals("GiB") || !alike.isEmpty())) {
                    return Optional.of("GPU " + gpu.name() + ": memory is read as " + Figures.capacity(bytes) + "; of "
                            + entry.gpu().name() + " frameworks get "
                            + Figures.capacity(entry.gpu().memoryBytes())
                            + ". Maybe it is in " + unit + ".");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean known(Entry entry, double bytes) {
        OptionalDouble driver = entry.driverBytes();
        return Math.abs(bytes / entry.gpu().memoryBytes() - 1) < ALIKE
                || (driver.isPresent() && Math.abs(bytes / driver.getAsDouble() - 1) < ALIKE / 2);
    }
}
