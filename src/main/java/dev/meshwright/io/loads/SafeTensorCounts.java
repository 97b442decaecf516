package dev.meshwright.io.loads;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.tree.Faults;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.TreeParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Counts that TensorRT-LLM records with {@code EXPERT_STATISTIC_ITER_RANGE} (NVIDIA/TensorRT-LLM,
 * tensorrt_llm/_torch/modules/fused_moe and examples/wide_ep/ep_load_balancer/utils.py): a tensor {@code <iteration>_<layer>} of one
 * count per expert in each {@code rank*.safetensors} (little-endian length of a JSON header, header with type, shape and
 * offsets, data), summed over ranks and iterations.
 */
final class SafeTensorCounts {

    private static final int LENGTH_BYTES = 8;

    private SafeTensorCounts() {}

    /**
     * {@code [layer][expert]} in the order of the layers' numbers.
     *
     * @throws InvalidInputException if the folder holds no such files or they cannot be read
     */
    static double[][] read(Path folder) {
        Map<Integer, double[]> layers = new TreeMap<>();
        List<Path> files;
        try (var found = Files.list(folder)) {
            files = found.filter(path -> String.valueOf(path.getFileName()).matches("rank\\d+\\.safetensors"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw RecordedLoadFiles.fault(folder, "", "cannot be read: " + e.getMessage(), "");
        }
        if (files.isEmpty()) {
            throw RecordedLoadFiles.fault(
                    folder,
                    "",
                    "is a folder without rank*.safetensors",
                    "Maybe the folder that TensorRT-LLM's EXPERT_STATISTIC_PATH named.");
        }
        for (Path file : files) {
            add(file, layers);
        }
        return RecordedLoadFiles.checked(
                new Faults(folder.toString()), layers.values().stream().toList());
    }

    /** Experts per token as {@code meta_info.json} says; 0 where it is not there. */
    static int topK(Path folder) {
        Path meta = folder.resolve("meta_info.json");
        return Files.exists(meta)
                ? TreeParser.parse(InputFile.read(meta))
                        .path("num_experts_per_token")
                        .asInt(0)
                : 0;
    }

    private static void add(Path file, Map<Integer, double[]> layers) {
        byte[] bytes = InputFile.bytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes.length < LENGTH_BYTES ? -1 : buffer.getLong(0);
        if (length <= 0 || length > bytes.length - LENGTH_BYTES) {
            throw RecordedLoadFiles.fault(file, "", "is no safetensors file", "");
        }
        byte[] header = Arrays.copyOfRange(bytes, LENGTH_BYTES, LENGTH_BYTES + (int) length);
        JsonNode tensors = TreeParser.parse(new InputFile(file + " header.json", RecordedLoadFiles.utf8(header)));
        for (Map.Entry<String, JsonNode> tensor : tensors.properties()) {
            if (tensor.getKey().matches("\\d{1,9}_\\d{1,9}")) {
                int layer = Integer.parseInt(
                        tensor.getKey().substring(tensor.getKey().indexOf('_') + 1));
                double[] counts = counts(file, buffer, LENGTH_BYTES + (int) length, tensor);
                double[] sum = layers.computeIfAbsent(layer, absent -> new double[counts.length]);
                if (sum.length != counts.length) {
                    throw RecordedLoadFiles.fault(
                            file, tensor.getKey(), "has " + counts.length + " experts, before " + sum.length, "");
                }
                for (int expert = 0; expert < sum.length; expert++) {
                    sum[expert] += counts[expert];
                }
            }
        }
    }

    private static double[] counts(Path file, ByteBuffer buffer, int data, Map.Entry<String, JsonNode> tensor) {
        String type = tensor.getValue().path("dtype").asString("");
        int width =
                switch (type) {
                    case "I64", "F64" -> 8;
                    case "I32", "F32" -> 4;
                    default -> 0;
                };
        long from = tensor.getValue().path("data_offsets").path(0).asLong(-1);
        long to = tensor.getValue().path("data_offsets").path(1).asLong(-1);
        if (width == 0 || from < 0 || to < from || data + to > buffer.capacity() || (to - from) % width != 0) {
            throw RecordedLoadFiles.fault(
                    file, tensor.getKey(), "must be a vector of I32, I64, F32 or F64 inside the file", "");
        }
        double[] counts = new double[(int) ((to - from) / width)];
        for (int index = 0; index < counts.length; index++) {
            int at = data + (int) from + index * width;
            counts[index] = switch (type) {
                case "I64" -> buffer.getLong(at);
                case "F64" -> buffer.getDouble(at);
                case "I32" -> buffer.getInt(at);
                default -> buffer.getFloat(at);
            };
        }
        return counts;
    }
}
