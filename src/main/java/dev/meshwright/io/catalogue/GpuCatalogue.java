package dev.meshwright.io.catalogue;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.base.resource.ResourceText;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.TreeReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The GPUs that Meshwright knows by name, with the source of their numbers. */
public final class GpuCatalogue {

    /**
     * One GPU of the catalogue.
     *
     * @param gpu its numbers
     * @param aliases other names for it
     * @param status what stands behind the numbers: {@code sourced}, {@code from memory}, or which are which
     * @param driverBytes of memory that the driver shows, more than a framework gets; empty where nobody noted it down
     * @param memorySource where both capacities come from
     * @param gpusPerNode of the only node that is built with it, where links join more than a node; empty where nodes differ
     */
    public record Entry(
            Gpu gpu,
            List<String> aliases,
            String status,
            OptionalDouble driverBytes,
            String memorySource,
            OptionalInt gpusPerNode) {
        public Entry {
            aliases = List.copyOf(aliases);
        }
    }

    private static final int LARGEST_NODE = 1024;

    private static final String RESOURCE = "/dev/meshwright/gpus.yaml";
    private static final GpuCatalogue STANDARD = read(ResourceText.of(RESOURCE));

    private final Map<String, Entry> entries;
    private final Map<String, Entry> byAnyName;
    private final Map<String, Entry> byLetters;

    private GpuCatalogue(Map<String, Entry> entries, Map<String, Entry> byAnyName, Map<String, Entry> byLetters) {
        this.entries = Collections.unmodifiableMap(entries);
        this.byAnyName = Collections.unmodifiableMap(byAnyName);
        this.byLetters = Collections.unmodifiableMap(byLetters);
    }

    /** The catalogue that comes with Meshwright. */
    public static GpuCatalogue standard() {
        return STANDARD;
    }

    /** All entries, in the order of the catalogue. */
    public Collection<Entry> entries() {
        return entries.values();
    }

    /** The GPU of that name or alias, in any case and with any separators. */
    public Optional<Gpu> find(String name) {
        return Optional.ofNullable(byLetters.get(NearNames.letters(name))).map(Entry::gpu);
    }

    /** A sentence with the nearest names for one that is not there. */
    public String maybe(String name) {
        List<String> near = NearNames.among(name, byAnyName.keySet(), byAnyName.size()).stream()
                .map(found -> Objects.requireNonNull(byAnyName.get(found)).gpu().name())
                .distinct()
                .limit(3)
                .toList();
        return near.isEmpty()
                ? "Maybe one of: " + String.join(", ", entries.keySet()) + "."
                : "Maybe " + String.join(" or ", near) + ".";
    }

    private static GpuCatalogue read(String text) {
        TreeReader root = TreeReader.of(new InputFile(RESOURCE, text));
        root.object(List.of("gpus"));
        List<String> fields = new ArrayList<>(GpuFacts.FIELDS);
        fields.addAll(List.of("aliases", "status", "driverMemory", "memorySource", "gpusPerNode"));
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, Entry> byAnyName = new TreeMap<>();
        Map<String, Entry> byLetters = new HashMap<>();
        for (TreeReader place : root.required("gpus").map(TreeReader::items).orElse(List.of())) {
            place.object(fields);
            entry(place).ifPresent(entry -> {
                entries.put(entry.gpu().name(), entry);
                List<String> names = new ArrayList<>(entry.aliases());
                names.add(entry.gpu().name());
                for (String name : names) {
                    Entry alike = byLetters.put(NearNames.letters(name), entry);
                    if (byAnyName.put(name, entry) != null || (alike != null && !alike.equals(entry))) {
                        place.fault("two GPUs are called " + name, "");
                    }
                }
            });
        }
        root.finish();
        return new GpuCatalogue(entries, byAnyName, byLetters);
    }

    private static Optional<Entry> entry(TreeReader place) {
        Optional<Gpu> gpu = GpuFacts.read(place, 1);
        List<String> aliases = place
                .child("aliases")
                .filter(list -> !list.node().isEmpty())
                .map(TreeReader::items)
                .orElse(List.of())
                .stream()
                .flatMap(alias -> alias.text().stream())
                .toList();
        String status = place.required("status").flatMap(TreeReader::text).orElse("");
        OptionalDouble driver = place.child("driverMemory")
                .flatMap(shown -> shown.quantity(Dimension.BYTES, 1e9, GpuFacts.MOST_MEMORY))
                .map(shown -> OptionalDouble.of(shown.value()))
                .orElse(OptionalDouble.empty());
        String memorySource =
                place.required("memorySource").flatMap(TreeReader::text).orElse("");
        OptionalInt node = place.child("gpusPerNode")
                .map(count -> count.integer(1, LARGEST_NODE))
                .orElse(OptionalInt.empty());
        return gpu.map(known -> new Entry(withStatus(known, status), aliases, status, driver, memorySource, node));
    }

    private static Gpu withStatus(Gpu gpu, String status) {
        return new Gpu(
                gpu.name(),
                gpu.family(),
                gpu.peakFlops(),
                gpu.memoryBytes(),
                gpu.memoryBandwidth(),
                gpu.linkBandwidth(),
                gpu.linkDomain(),
                gpu.linkTopology(),
                gpu.networkBandwidth(),
                gpu.hostBandwidth(),
                gpu.powerWatts(),
                gpu.source() + " (" + status + ")");
    }
}
