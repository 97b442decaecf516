package dev.meshwright.io.launch;

import dev.meshwright.launch.pool.Pool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The GPUs of a pool.
 *
 * @param gpus kinds by their names in the catalogue; several share the ranks in their order
 * @param gpusPerNode of a node; empty for four with a Grace CPU beside two of them, eight else
 * @param tensorWithinNode whether tensor groups are asked to stay inside an island
 */
public record PoolCluster(List<String> gpus, OptionalInt gpusPerNode, boolean tensorWithinNode) {

    private static final int USUAL = 8;
    private static final int GRACE = 4;

    public PoolCluster {
        gpus = List.copyOf(gpus);
    }

    /** The same without the wish that tensor groups stay inside islands. */
    public PoolCluster acrossNodes() {
        return new PoolCluster(gpus, gpusPerNode, false);
    }

    /** Nodes for so many servers of so many GPUs. */
    Map<String, Object> document(Pool pool, int total) {
        List<Map<String, Object>> nodes = new ArrayList<>();
        int each = Math.max(1, total / gpus.size());
        for (String gpu : gpus) {
            boolean grace = gpu.toLowerCase(Locale.ROOT).startsWith("gb");
            int perNode = gpusPerNode.orElse(grace ? GRACE : USUAL);
            Map<String, Object> row = new LinkedHashMap<>();
            if (each > perNode) {
                row.put("count", Math.ceilDiv(each, perNode));
                row.put("gpus", perNode);
            } else {
                row.put("count", 1);
                row.put("gpus", each);
            }
            row.put("gpu", gpu);
            nodes.add(row);
        }
        return new LinkedHashMap<>(Map.of("nodes", nodes));
    }
}
