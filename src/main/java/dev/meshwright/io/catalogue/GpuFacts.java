package dev.meshwright.io.catalogue;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.LinkTopology;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.Names;
import dev.meshwright.io.tree.TreeReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads one kind of GPU from its facts, in the catalogue or inline in a problem file. Peak, memory and its bandwidth are
 * required; what else is left out gets the defaults below, and the GPU's {@code source} says which ones.
 */
public final class GpuFacts {

    /** Ten times any GPU's; more is a slip of the unit. */
    static final double MOST_MEMORY = 5e12;

    public static final List<String> FIELDS = List.of(
            "name",
            "family",
            "peak",
            "memory",
            "memoryBandwidth",
            "linkBandwidth",
            "linkDomain",
            "linkTopology",
            "networkBandwidth",
            "hostBandwidth",
            "power",
            "source");

    /** Precisions with arithmetic of their own; INT4 is a storage format that is expanded first. */
    public static final Map<String, Precision> ARITHMETIC = Names.of(
            Precision::label,
            Precision.BF16,
            Precision.FP16,
            Precision.FP32,
            Precision.FP8,
            Precision.INT8,
            Precision.NVFP4,
            Precision.MXFP4);

    static final Map<String, LinkTopology> TOPOLOGIES = Names.of(LinkTopology::label, LinkTopology.values());

    /** PCIe 4.0 x16, one way: what GPUs without other links have between them and to the host. */
    static final double DEFAULT_HOST_BYTES_PER_SECOND = 32e9;

    /** 200 Gbit/s HDR InfiniBand per GPU, the usual NIC of the A100 generation. A guess about an unnamed cluster. */
    static final double DEFAULT_NETWORK_BYTES_PER_SECOND = 25e9;

    private static final double GIGA = 1e9;

    private final TreeReader facts;
    private final List<String> assumed = new ArrayList<>();

    private GpuFacts(TreeReader facts) {
        this.facts = facts;
    }

    /**
     * Reads the facts.
     *
     * @param facts a mapping with {@link #FIELDS}, already checked for unknown fields
     * @param gpusPerNode links with a stated bandwidth and no stated domain join the GPUs of a node
     * @return empty after a fault
     */
    public static Optional<Gpu> read(TreeReader facts, int gpusPerNode) {
        return new GpuFacts(facts).read(gpusPerNode);
    }

    private Optional<Gpu> read(int gpusPerNode) {
        String name = facts.child("name").flatMap(TreeReader::text).orElse("inline GPU");
        Map<Precision, Double> peak = facts.required("peak").map(this::peak).orElse(Map.of());
        double memory = required("memory", Dimension.BYTES, 1e9, MOST_MEMORY);
        double memoryBandwidth = required("memoryBandwidth", Dimension.BYTES_PER_SECOND, 1e9, 1e15);
        double host = optional("hostBandwidth", 1e8, DEFAULT_HOST_BYTES_PER_SECOND);
        boolean linked = facts.child("linkBandwidth").isPresent();
        double link = optional("linkBandwidth", 1e8, host);
        int domain = domain(linked, gpusPerNode);
        LinkTopology topology = facts.child("linkTopology")
                .flatMap(place -> place.choice(TOPOLOGIES))
                .orElse(LinkTopology.SWITCH);
        double network = optional("networkBandwidth", 1e6, DEFAULT_NETWORK_BYTES_PER_SECOND);
        double power = facts.child("power")
                .flatMap(place -> place.quantity(Dimension.WATTS, 1, 1e5))
                .map(Quantity::value)
                .orElse(0.0);
        String family = facts.child("family").flatMap(TreeReader::text).orElseGet(() -> familyOf(peak));
        String source = facts.child("source").flatMap(TreeReader::text).orElse("stated in the problem file");
        if (!facts.sound()) {
            return Optional.empty();
        }
        String complete = assumed.isEmpty() ? source : source + "; not stated, assumed: " + String.join(", ", assumed);
        return Optional.of(new Gpu(
                name, family, peak, memory, memoryBandwidth, link, domain, topology, network, host, power, complete));
    }

    private Map<Precision, Double> peak(TreeReader place) {
        Map<Precision, Double> peaks = new TreeMap<>();
        if (!place.isObject()) {
            // One number is the 16-bit peak, as people quote it.
            flops(place).ifPresent(value -> peaks.put(Precision.BF16, value));
            return peaks;
        }
        place.object(List.copyOf(ARITHMETIC.keySet()));
        ARITHMETIC.forEach((label, precision) ->
                place.child(label).flatMap(this::flops).ifPresent(value -> peaks.put(precision, value)));
        if (place.child("bf16").isEmpty() && place.child("fp16").isEmpty()) {
            place.fault("must state a 16-bit peak (bf16 or fp16)", "");
        }
        return peaks;
    }

    private Optional<Double> flops(TreeReader place) {
        return place.quantity(Dimension.FLOP_PER_SECOND, 1e9, 1e20).map(Quantity::value);
    }

    private int domain(boolean linked, int gpusPerNode) {
        Optional<TreeReader> stated = facts.child("linkDomain");
        if (stated.isPresent()) {
            return stated.get().integer(1, 100_000).orElse(1);
        }
        int domain = linked ? gpusPerNode : 1;
        assumed.add("linkDomain " + domain);
        return domain;
    }

    private double required(String field, Dimension dimension, double least, double most) {
        return facts.required(field)
                .flatMap(place -> place.quantity(dimension, least, most))
                .map(Quantity::value)
                .orElse(least);
    }

    private double optional(String field, double least, double fallback) {
        Optional<TreeReader> stated = facts.child(field);
        if (stated.isEmpty()) {
            assumed.add(field + " " + Documents.number(fallback / GIGA) + " GB/s");
            return fallback;
        }
        return stated.get()
                .quantity(Dimension.BYTES_PER_SECOND, least, 1e15)
                .map(Quantity::value)
                .orElse(fallback);
    }

    /** The generation that first had the narrowest arithmetic of the GPU: a guess, said in the source. */
    private String familyOf(Map<Precision, Double> peak) {
        String family = "ampere";
        if (peak.containsKey(Precision.NVFP4)) {
            family = "blackwell";
        } else if (peak.containsKey(Precision.FP8)) {
            family = "hopper";
        }
        assumed.add("kernel efficiencies of family " + family);
        return family;
    }
}
