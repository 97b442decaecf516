package dev.meshwright.io.measured;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.base.quantity.PlainNumber;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.io.tree.Faults;
import dev.meshwright.lab.error.PublishedMeasurements;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.pool.PoolMeasurements;
import dev.meshwright.lab.row.CellText;
import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.MeasurementKind;
import dev.meshwright.lab.row.PredictedRow;
import dev.meshwright.lab.serving.ServingMeasurements;
import dev.meshwright.lab.serving.stream.StreamMeasurements;
import dev.meshwright.lab.speculation.PairMeasurements;
import dev.meshwright.lab.start.StartMeasurements;
import dev.meshwright.lab.training.TrainingMemoryMeasurements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of measured rows, told apart by their columns. */
public final class MeasurementFiles {

    /** Every kind of measurements; a file is of the first whose columns it has. */
    private static final List<MeasurementKind> KINDS = List.of(
            new ServingMeasurements(),
            new PublishedMeasurements(),
            new TrainingMemoryMeasurements(),
            new StartMeasurements(),
            new StreamMeasurements(),
            new PoolMeasurements(),
            new PairMeasurements());

    private static final String REASON = "reason";

    private MeasurementFiles() {}

    /**
     * A file of measurements.
     *
     * @param file where it stands
     * @param kind of its rows
     * @param table its content
     */
    public record Measurements(Path file, MeasurementKind kind, CsvTable table) {

        /** The rows, read from cells as {@link CellText#read} makes them. */
        public List<MeasuredRow> rows() {
            return kind.read(table.rows().stream().map(CellText::read).toList());
        }
    }

    /**
     * Reads all files.
     *
     * @throws InvalidInputException with the faults of all of them
     */
    public static List<Measurements> read(List<Path> files) {
        List<Measurements> read = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (Path file : files) {
            try {
                read.add(read(file));
            } catch (InvalidInputException exception) {
                faults.addAll(exception.faults());
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        return read;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInputException if it is no table, of no kind, has no rows, or holds text where a number belongs
     */
    public static Measurements read(Path file) {
        CsvTable table = CsvTable.read(file);
        Faults faults = new Faults(file.toString());
        List<MeasurementKind> fitting = KINDS.stream()
                .filter(kind -> table.columns().containsAll(kind.requiredColumns()))
                .toList();
        if (fitting.isEmpty()) {
            unknown(table, faults);
            faults.throwIfAny();
        }
        MeasurementKind kind = fitting.getFirst();
        if (table.rows().isEmpty()) {
            faults.add("", "", "has a header and no rows", "");
        }
        for (int row = 0; row < table.rows().size(); row++) {
            numbers(table, row, kind.numericColumns(), faults);
        }
        faults.throwIfAny();
        return new Measurements(file, kind, table);
    }

    /** Says what the nearest kind lacks, with near names. */
    private static void unknown(CsvTable table, Faults faults) {
        MeasurementKind nearest = KINDS.stream()
                .max(Comparator.comparingLong(kind -> kind.requiredColumns().stream()
                        .filter(table.columns()::contains)
                        .count()))
                .orElseThrow();
        List<String> rest = table.columns().stream()
                .filter(column -> !nearest.requiredColumns().contains(column)
                        && !nearest.numericColumns().contains(column))
                .toList();
        for (String column : nearest.requiredColumns()) {
            if (!table.columns().contains(column)) {
                List<String> near = NearNames.among(column, rest, 1);
                faults.add(
                        "line 1",
                        "",
                        "column " + column + " is missing, which " + nearest.name() + " have",
                        near.isEmpty() ? "" : "Maybe it is called " + near.getFirst() + " here.");
            }
        }
    }

    private static void numbers(CsvTable table, int row, List<String> columns, Faults faults) {
        if (table.rows().get(row).entrySet().stream()
                .allMatch(cell -> cell.getKey().equals(cell.getValue().strip()))) {
            faults.add("line " + table.lines().get(row), "", "repeats the header", "Maybe several files were joined.");
            return;
        }
        for (String column : columns) {
            String text = table.rows().get(row).getOrDefault(column, "").strip();
            String place = "line " + table.lines().get(row) + ", column " + column;
            try {
                double value = text.isEmpty() ? 0 : number(text);
                if (!Double.isFinite(value)) {
                    faults.add(place, text, "must be a finite number", "Maybe leave it empty.");
                } else if (value < 0) {
                    faults.add(place, text, "must not be negative", "");
                }
            } catch (NumberFormatException exception) {
                faults.add(place, text, "is not a number", maybe(text));
            }
        }
    }

    /** @throws NumberFormatException for anything else, also for what Java's own constants may have besides: {@code 64d} */
    private static double number(String text) {
        return PlainNumber.read(text).orElseThrow(() -> new NumberFormatException(text));
    }

    private static final Pattern WITH_UNIT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?(?:ms|s|GB|GiB|tokens/s)");
    private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}(?:,[0-9]{3})++");
    private static final Pattern THOUSANDS = Pattern.compile("([0-9]+) ?[kK]");

    private static String maybe(String text) {
        Matcher unit = WITH_UNIT.matcher(text);
        if (unit.matches()) {
            return "Maybe " + unit.group(1) + ", in the unit of the column.";
        }
        Matcher thousands = THOUSANDS.matcher(text);
        if (thousands.matches()) {
            return "Maybe " + thousands.group(1) + "000, or " + thousands.group(1) + " times 1024.";
        }
        if (GROUPED.matcher(text).matches()) {
            return "Maybe " + text.replace(",", "") + ".";
        }
        return "Maybe leave it empty where nothing was measured.";
    }

    /** The rows as measured with the predicted columns and the reason added; columns of an older prediction replaced. */
    public static String predictions(CsvTable table, Validation validation) {
        List<String> columns = new ArrayList<>(table.columns());
        List<String> added = new ArrayList<>(validation.kind().predictedColumns());
        added.add(REASON);
        columns.removeAll(added);
        columns.addAll(added);
        List<Map<String, String>> rows = new ArrayList<>();
        for (int index = 0; index < table.rows().size(); index++) {
            PredictedRow row = validation.rows().get(index);
            Map<String, String> cells = new LinkedHashMap<>(table.rows().get(index));
            added.forEach(cells::remove);
            cells.putAll(row.prediction().cells());
            cells.put(REASON, row.prediction().reason());
            rows.add(cells);
        }
        return new CsvTable(columns, rows).text();
    }
}
