package dev.meshwright.answer.json.catalogue;

import dev.meshwright.facts.cluster.Gpu;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A data sheet as plain data in base units. */
public final class GpuDocument {

    private GpuDocument() {}

    /**
     * The data sheet of {@code gpu}.
     *
     * @param driverBytes of memory that its driver shows
     * @param memorySource where both capacities come from
     */
    public static Map<String, Object> of(
            Gpu gpu, List<String> aliases, OptionalDouble driverBytes, String memorySource) {
        Map<String, Object> peaks = new LinkedHashMap<>();
        gpu.peakFlops().forEach((precision, flops) -> peaks.put(precision.label(), flops));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", gpu.name());
        document.put("aliases", aliases);
        document.put("family", gpu.family());
        document.put("peakFlops", peaks);
        document.put("memory", gpu.memoryBytes());
        document.put("driverMemory", driverBytes.isPresent() ? driverBytes.getAsDouble() : null);
        document.put("memorySource", memorySource);
        document.put("memoryBandwidth", gpu.memoryBandwidth());
        document.put("linkBandwidth", gpu.linkBandwidth());
        document.put("linkDomain", gpu.linkDomain());
        document.put("linkTopology", gpu.linkTopology().label());
        document.put("networkBandwidth", gpu.networkBandwidth());
        document.put("hostBandwidth", gpu.hostBandwidth());
        document.put("power", gpu.powerWatts() > 0 ? gpu.powerWatts() : null);
        document.put("source", gpu.source());
        return document;
    }
}
