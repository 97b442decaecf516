package dev.meshwright.io.loads;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.io.tree.Faults;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.TreeParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads expert loads in the forms that people and engines keep them, as one matrix {@code [layer][expert]}:
 *
 * <ul>
 *   <li>what {@link LoadFiles} reads: a JSON matrix, {@code {"loads": ...}}, CSV, NumPy
 *   <li>SGLang's expert distribution recorder: {@code {"logical_count": [steps][layers][experts]}} or without the steps,
 *       summed over them; rows without any count (dense layers) are left out. SGLang itself writes a PyTorch file with that
 *       field and accepts both (sgl-project/sglang, srt/eplb/expert_distribution.py and expert_location.py)
 *   <li>EPLB dumps of vLLM as proposed for it (releases write none): a JSON object per line with {@code "expert_load": [layer][expert]}, summed over the lines
 *   <li>TensorRT-LLM's expert statistic: a folder with {@code meta_info.json} and {@code rank*.safetensors}, see {@link
 *       SafeTensorCounts}
 *   <li>one layer with co-activation: {@code {"loads": [expert], "topk": k, "tokens": n, "coactivation": [expert][expert]}}
 * </ul>
 */
public final class RecordedLoadFiles {

    private RecordedLoadFiles() {}

    /**
     * Reads a file or folder.
     *
     * @throws InvalidInputException with all that is wrong with it
     */
    public static RecordedLoads read(Path file) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.(json|jsonl|csv|npy|yaml|yml)$", "");
        if (Files.isDirectory(file)) {
            return new RecordedLoads(
                    name, SafeTensorCounts.read(file), SafeTensorCounts.topK(file), 0, Optional.empty());
        }
        String lower = file.toString().toLowerCase(Locale.ROOT);
        if (lower.endsWith(".pt") || lower.endsWith(".pth")) {
            throw fault(
                    file,
                    "",
                    "is a file of PyTorch, which only PyTorch reads",
                    "Maybe write its logical_count as JSON first: python3 -c \"import json, torch; json.dump({'logical_count':"
                            + " torch.load('FILE.pt')['logical_count'].tolist()}, open('FILE.json', 'w'))\"");
        }
        if (lower.endsWith(".npy") || lower.endsWith(".csv")) {
            return new RecordedLoads(name, LoadFiles.read(file), 0, 0, Optional.empty());
        }
        if (lower.endsWith(".jsonl")) {
            return new RecordedLoads(name, lines(file), 0, 0, Optional.empty());
        }
        JsonNode root = TreeParser.parse(InputFile.read(file));
        if (root.has("logical_count")) {
            return new RecordedLoads(name, counted(file, root.get("logical_count")), 0, 0, Optional.empty());
        }
        JsonNode loads = root.isObject() ? root.get("loads") : root;
        boolean oneLayer = loads != null
                && loads.isArray()
                && !loads.isEmpty()
                && loads.get(0).isNumber();
        Faults faults = new Faults(file.toString());
        double[][] matrix = oneLayer ? checked(faults, List.of(numbers(loads))) : LoadFiles.read(file);
        int topK = root.isObject() && root.has("topk") ? root.get("topk").asInt(0) : 0;
        double tokens =
                root.isObject() && root.has("tokens") ? root.get("tokens").asDouble(0) : 0;
        return new RecordedLoads(name, matrix, topK, tokens, pairs(file, root, matrix));
    }

    private static Optional<double[][]> pairs(Path file, JsonNode root, double[][] loads) {
        JsonNode pairs = root.isObject() ? root.get("coactivation") : null;
        if (pairs == null) {
            return Optional.empty();
        }
        int experts = loads[0].length;
        boolean square = loads.length == 1 && pairs.isArray() && pairs.size() == experts;
        double[][] matrix = new double[experts][];
        for (int row = 0; square && row < experts; row++) {
            matrix[row] = numbers(pairs.get(row));
            square = matrix[row].length == experts
                    && Arrays.stream(matrix[row]).allMatch(value -> value >= 0 && Double.isFinite(value));
        }
        if (!square) {
            throw fault(file, "/coactivation", "must be a square matrix of counts over the experts of one layer", "");
        }
        return Optional.of(matrix);
    }

    private static double[][] counted(Path file, JsonNode counts) {
        boolean steps = counts.isArray()
                && !counts.isEmpty()
                && counts.get(0).isArray()
                && !counts.get(0).isEmpty()
                && counts.get(0).get(0).isArray();
        List<double[]> sum = new ArrayList<>();
        for (JsonNode step : steps ? counts : List.of(counts)) {
            add(file, "/logical_count", sum, step);
        }
        sum.removeIf(row -> Arrays.stream(row).allMatch(value -> value == 0));
        return checked(new Faults(file.toString()), sum);
    }

    private static double[][] lines(Path file) {
        List<double[]> sum = new ArrayList<>();
        int number = 0;
        for (String line : InputFile.read(file).text().lines().toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            JsonNode record = TreeParser.parse(new InputFile(file + " line " + number + ".json", line));
            JsonNode load = record.isObject() ? record.get("expert_load") : null;
            if (load == null) {
                throw fault(file, "line " + number, "has no expert_load", "Maybe this is no EPLB dump.");
            }
            add(file, "line " + number + " /expert_load", sum, load);
        }
        return checked(new Faults(file.toString()), sum);
    }

    private static void add(Path file, String place, List<double[]> sum, JsonNode matrix) {
        for (int layer = 0; layer < matrix.size(); layer++) {
            double[] row = numbers(matrix.get(layer));
            if (sum.size() == layer) {
                sum.add(new double[row.length]);
            }
            double[] total = sum.get(layer);
            if (row.length != total.length) {
                throw fault(
                        file, place + "/" + layer, "has " + row.length + " experts, before it had " + total.length, "");
            }
            for (int expert = 0; expert < row.length; expert++) {
                total[expert] += row[expert];
            }
        }
    }

    /** NaN for what is no number. */
    private static double[] numbers(@Nullable JsonNode row) {
        if (row == null || !row.isArray()) {
            return new double[0];
        }
        double[] numbers = new double[row.size()];
        Arrays.setAll(
                numbers, index -> row.get(index).isNumber() ? row.get(index).asDouble() : Double.NaN);
        return numbers;
    }

    static double[][] checked(Faults faults, List<double[]> rows) {
        int experts = rows.isEmpty() ? 0 : rows.getFirst().length;
        if (experts == 0) {
            faults.add("", "", "has no loads", "");
        }
        for (int layer = 0; layer < rows.size(); layer++) {
            double[] row = rows.get(layer);
            double sum = Arrays.stream(row).sum();
            if (row.length != experts) {
                faults.add("/" + layer, "", "has " + row.length + " experts, the first row " + experts, "");
            } else if (!Double.isFinite(sum) || Arrays.stream(row).anyMatch(value -> value < 0)) {
                faults.add("/" + layer, "", "must hold finite numbers, none negative", "");
            } else if (sum == 0) {
                faults.add("/" + layer, "", "has no load at all", "");
            }
        }
        faults.throwIfAny();
        return rows.toArray(double[][]::new);
    }

    static InvalidInputException fault(Path file, String place, String message, String maybe) {
        return new InvalidInputException(List.of(new Fault(file.toString(), place, "", message, maybe)));
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
