package dev.meshwright.answer.launch;

import dev.meshwright.launch.export.Exported;
import dev.meshwright.launch.export.Ordered;
import dev.meshwright.launch.export.Target;
import dev.meshwright.launch.export.node.NodePart;
import java.util.List;
import java.util.Locale;

/**
 * Servers of one kind as what starts them: all of a plan, or those of one of its pools.
 *
 * @param ordered what is started
 * @param exported options of the engine
 * @param parts which node runs what
 * @param target what starts it
 * @param image container of a manifest
 */
public record ExportedPool(Ordered ordered, Exported exported, List<NodePart> parts, Target target, String image) {

    public ExportedPool {
        parts = List.copyOf(parts);
    }

    /** {@code Worker}, or {@code PrefillWorker} and {@code DecodeWorker} of two pools. */
    public String workerName() {
        return ordered.role()
                .map(role -> role.label().substring(0, 1).toUpperCase(Locale.ROOT)
                        + role.label().substring(1) + "Worker")
                .orElse("Worker");
    }
}
