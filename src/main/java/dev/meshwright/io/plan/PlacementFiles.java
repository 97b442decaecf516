package dev.meshwright.io.plan;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.PlainNumber;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.Faults;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.TreeParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Placements of experts in the files of engines: SGLang's {@code physical_to_logical_map}, TensorRT-LLM's {@code
 * initial_global_assignments}, a bare {@code [layer][slot]} matrix (vLLM's proposals), vllm-ascend's {@code layer_list}, and
 * our own {@code physicalToLogical}.
 */
public final class PlacementFiles {

    private PlacementFiles() {}

    /** What an engine reads. */
    public enum Engine {
        sglang,
        tensorrt_llm,
        vllm,
        vllm_ascend
    }

    /**
     * Reads a placement of {@code layers} MoE layers with {@code experts} experts. Where the file has more rows, the first
     * ones belong to dense layers and are left out.
     *
     * @throws InvalidInputException with all that is wrong with the file
     */
    public static int[][] read(Path file, int layers, int experts) {
        JsonNode root = TreeParser.parse(InputFile.read(file));
        Faults faults = new Faults(file.toString());
        List<JsonNode> rows = rows(root, faults);
        if (rows.size() < layers) {
            faults.add(
                    "",
                    "",
                    "holds " + rows.size() + " layers, the loads " + layers,
                    "Maybe a physical_to_logical_map of another model.");
        }
        faults.throwIfAny();
        List<int[]> placement = new ArrayList<>();
        for (JsonNode row : rows.subList(rows.size() - layers, rows.size())) {
            placement.add(slots(row, placement.size(), experts, faults));
        }
        for (int[] row : placement) {
            if (row.length != placement.getFirst().length) {
                faults.add(
                        "",
                        "",
                        "has layers of " + placement.getFirst().length + " and of " + row.length + " slots",
                        "");
                break;
            }
        }
        faults.throwIfAny();
        return placement.toArray(int[][]::new);
    }

    private static int[] slots(JsonNode row, int layer, int experts, Faults faults) {
        if (!row.isArray()) {
            faults.add("/" + layer, "", "must be a list of the experts in the layer's slots", "");
            return new int[0];
        }
        int[] slots = new int[row.size()];
        boolean[] hosted = new boolean[experts];
        for (int slot = 0; slot < slots.length; slot++) {
            JsonNode value = row.get(slot);
            int expert = value.isIntegralNumber() ? value.asInt(-1) : -1;
            if (expert < 0 || expert >= experts) {
                faults.add(
                        "/" + layer + "/" + slot,
                        value.isContainer() ? "" : value.asString(),
                        "must be an expert from 0 to " + (experts - 1),
                        "");
            } else {
                hosted[expert] = true;
                slots[slot] = expert;
            }
        }
        IntStream.range(0, experts)
                .filter(expert -> !hosted[expert])
                .findFirst()
                .ifPresent(missing -> faults.add("/" + layer, "", "hosts no replica of expert " + missing, ""));
        return slots;
    }

    private static List<JsonNode> rows(JsonNode root, Faults faults) {
        List<JsonNode> rows = new ArrayList<>();
        for (String field : List.of("physical_to_logical_map", "physicalToLogical")) {
            if (root.isObject() && root.has(field)) {
                root.get(field).forEach(rows::add);
                return rows;
            }
        }
        @Nullable JsonNode assignments = root.isObject() ? root.get("initial_global_assignments") : null;
        if (assignments != null) {
            Map<Integer, JsonNode> byLayer = new TreeMap<>();
            assignments.properties().forEach(entry -> PlainNumber.whole(entry.getKey(), 0, Integer.MAX_VALUE)
                    .ifPresentOrElse(
                            layer -> byLayer.put((int) layer, entry.getValue()),
                            () -> faults.add(
                                    "/initial_global_assignments",
                                    entry.getKey(),
                                    "must have numbers of layers for keys",
                                    "")));
            faults.throwIfAny();
            return List.copyOf(byLayer.values());
        }
        if (root.isObject() && root.has("layer_list")) {
            for (JsonNode layer : root.get("layer_list")) {
                var slots = JsonNodeFactory.instance.arrayNode();
                layer.path("device_list")
                        .forEach(device -> device.path("device_expert").forEach(slots::add));
                rows.add(slots);
            }
            return rows;
        }
        if (root.isArray()) {
            root.forEach(rows::add);
        }
        return rows;
    }

    /**
     * A placement as the text that an engine reads.
     *
     * @param physicalToLogical {@code [MoE layer][slot]}
     * @param ranks ranks of the expert-parallel group
     * @param denseLayers layers before the first MoE layer
     */
    public static String write(Engine engine, int[][] physicalToLogical, int ranks, int denseLayers) {
        return switch (engine) {
            case sglang -> {
                // Rows of dense layers are read but never used; any valid row will do.
                List<List<Integer>> rows = new ArrayList<>();
                for (int layer = 0; layer < denseLayers; layer++) {
                    rows.add(list(physicalToLogical[0]));
                }
                rows.addAll(lists(physicalToLogical));
                yield Documents.toJson(Map.of("physical_to_logical_map", rows));
            }
            case vllm -> Documents.toJson(lists(physicalToLogical));
            case tensorrt_llm -> {
                Map<String, Object> assignments = new LinkedHashMap<>();
                for (int layer = 0; layer < physicalToLogical.length; layer++) {
                    assignments.put(String.valueOf(denseLayers + layer), list(physicalToLogical[layer]));
                }
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("num_slots", physicalToLogical[0].length);
                document.put("initial_global_assignments", assignments);
                document.put("layer_updates_per_iter", 0);
                // Keys are layer numbers: plain, not texts in quotes.
                yield Documents.toYaml(document).replaceAll("(?m)^(\\s+)\"(\\d+)\":", "$1$2:");
            }
            case vllm_ascend -> ascend(physicalToLogical, ranks);
        };
    }

    private static String ascend(int[][] physicalToLogical, int ranks) {
        List<Object> layers = new ArrayList<>();
        for (int layer = 0; layer < physicalToLogical.length; layer++) {
            List<Object> devices = new ArrayList<>();
            int perRank = physicalToLogical[layer].length / ranks;
            for (int rank = 0; rank < ranks; rank++) {
                Map<String, Object> device = new LinkedHashMap<>();
                device.put("device_id", rank);
                device.put(
                        "device_expert",
                        list(Arrays.copyOfRange(physicalToLogical[layer], rank * perRank, (rank + 1) * perRank)));
                devices.add(device);
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("layer_id", layer);
            entry.put("device_count", ranks);
            entry.put("device_list", devices);
            layers.add(entry);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("moe_layer_count", physicalToLogical.length);
        document.put("layer_list", layers);
        return Documents.toJson(document);
    }

    private static List<Integer> list(int[] row) {
        return Arrays.stream(row).boxed().toList();
    }

    private static List<List<Integer>> lists(int[][] rows) {
        return Arrays.stream(rows).map(PlacementFiles::list).toList();
    }
}
