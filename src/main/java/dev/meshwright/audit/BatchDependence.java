package dev.meshwright.audit;

import java.util.List;
import java.util.Set;

/** Which quantities depend on how many sequences are in flight, so that they do not follow where nobody states it. */
final class BatchDependence {

    private static final Set<String> QUANTITIES = Set.of(
            "batch",
            "stepTime",
            "timeToFirstToken",
            "timePerOutputToken",
            "efficiency.total",
            "efficiency.implied",
            "memory.utilisation",
            "memory.headroom",
            "memory.runtime",
            "compute.utilisation",
            "bandwidth.utilisation",
            "flops.perSecond.perGpu",
            "gpus.forTarget",
            "target.shortfall.perGpu",
            "target.ratio.perGpu",
            "target.ratio.system");

    private static final List<String> PREFIXES = List.of(
            "throughput.",
            "loss.",
            "communication.",
            "main.",
            "memory.perGpu",
            "memory.cache",
            "memory.activations",
            "memory.buffers");

    private BatchDependence() {}

    static boolean of(AuditQuantity quantity) {
        String id = quantity.id();
        return !id.startsWith("throughput.bound.compute")
                && !id.equals("memory.perGpu.minimum")
                && (QUANTITIES.contains(id) || PREFIXES.stream().anyMatch(id::startsWith));
    }
}
