package dev.meshwright.io.loads;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.PlainNumber;
import dev.meshwright.io.tree.Faults;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.TreeParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Reads recorded expert loads: {@code [layer][expert]} as a JSON (or YAML) matrix, as an object with the matrix in
 * {@code loads} (other fields are left alone), as CSV without a header, a line per layer, or as a NumPy array ({@code .npy}).
 */
public final class LoadFiles {

    /** More layers or experts than any model has. */
    static final int LONGEST_SIDE = 10_000;

    private LoadFiles() {}

    /**
     * Reads a matrix; every row has the same length, no negative entries and a positive sum.
     *
     * @throws InvalidInputException with all that is wrong with the file
     */
    public static double[][] read(Path file) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
            Faults faults = new Faults(file.toString());
            List<double[]> rows = List.of(NumpyMatrix.read(file));
            for (int layer = 0; layer < rows.size(); layer++) {
                for (int expert = 0; expert < rows.get(layer).length; expert++) {
                    double load = rows.get(layer)[expert];
                    check(load, String.valueOf(load), "/" + layer + "/" + expert, faults);
                }
            }
            return checked(rows, "", faults);
        }
        InputFile input = InputFile.read(file);
        if (input.name().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            return csv(input);
        }
        Faults faults = new Faults(input.name());
        JsonNode root = TreeParser.parse(input);
        String path = root.isObject() ? "/loads" : "";
        JsonNode matrix = root.isObject() ? root.get("loads") : root;
        if (matrix == null || !matrix.isArray() || matrix.isEmpty()) {
            faults.add(path, "", "must be a list of rows, one per layer", "");
            faults.throwIfAny();
            throw new IllegalStateException("A fault was not reported.");
        }
        List<double[]> rows = new ArrayList<>();
        for (int layer = 0; layer < Math.min(matrix.size(), LONGEST_SIDE + 1); layer++) {
            rows.add(row(matrix.get(layer), path + "/" + layer, faults));
        }
        return checked(rows, path, faults);
    }

    private static double[] row(JsonNode row, String path, Faults faults) {
        if (!row.isArray() || row.isEmpty() || row.size() > LONGEST_SIDE) {
            faults.add(path, "", "must be a list of 1 to " + LONGEST_SIDE + " numbers, one per expert", "");
            return new double[0];
        }
        double[] loads = new double[row.size()];
        for (int expert = 0; expert < loads.length; expert++) {
            JsonNode load = row.get(expert);
            String text = load.isContainer() ? "" : load.asString();
            loads[expert] = load.isNumber() ? PlainNumber.read(text).orElse(Double.NaN) : Double.NaN;
            check(loads[expert], text, path + "/" + expert, faults);
        }
        return loads;
    }

    private static double[][] csv(InputFile input) {
        Faults faults = new Faults(input.name());
        List<double[]> rows = new ArrayList<>();
        List<String> lines = input.text()
                .lines()
                .filter(line -> !line.isBlank())
                .limit(LONGEST_SIDE + 1)
                .toList();
        if (Arrays.stream(lines.getFirst().split(",", LONGEST_SIDE + 1))
                .noneMatch(cell -> Double.isFinite(parse(cell)))) {
            // Another file than was meant: nobody is told what it holds.
            faults.add("line 1", "", "holds no number; a matrix has one line of numbers per layer", "");
            faults.throwIfAny();
        }
        for (String line : lines) {
            String[] cells = line.split(",", LONGEST_SIDE + 1);
            double[] loads = new double[cells.length];
            for (int expert = 0; expert < cells.length; expert++) {
                loads[expert] = parse(cells[expert]);
                check(loads[expert], cells[expert], "/" + rows.size() + "/" + expert, faults);
            }
            rows.add(loads);
        }
        return checked(rows, "", faults);
    }

    private static double parse(String cell) {
        return PlainNumber.read(cell).orElse(Double.NaN);
    }

    private static void check(double load, String text, String path, Faults faults) {
        if (Double.isNaN(load) || Double.isInfinite(load)) {
            faults.add(path, text, "must be a finite number", "");
        } else if (load < 0) {
            faults.add(path, text, "must not be negative", "");
        }
    }

    private static double[][] checked(List<double[]> rows, String path, Faults faults) {
        if (rows.size() > LONGEST_SIDE) {
            faults.add(path, "", "has more than " + LONGEST_SIDE + " rows", "");
        }
        int experts = rows.isEmpty() ? 0 : rows.getFirst().length;
        for (int layer = 0; layer < rows.size(); layer++) {
            double[] row = rows.get(layer);
            String place = path + "/" + layer;
            if (row.length != experts && row.length > 0) {
                faults.add(place, "", "has " + row.length + " experts, the first row " + experts, "");
            }
            double sum = Arrays.stream(row).sum();
            // Faults of single loads are reported already.
            boolean sound = Arrays.stream(row).allMatch(load -> load >= 0 && Double.isFinite(load));
            if (row.length > 0 && sound && (sum == 0 || Double.isInfinite(sum))) {
                faults.add(place, "", sum == 0 ? "has no load at all" : "has too large a sum", "");
            }
        }
        faults.throwIfAny();
        return rows.toArray(double[][]::new);
    }
}
