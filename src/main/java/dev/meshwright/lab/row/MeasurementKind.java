package dev.meshwright.lab.row;

import java.util.List;
import java.util.Map;

/** One kind of measurements, told by the columns of its file. A further kind is one more implementation. */
public interface MeasurementKind {

    /** What is measured, for people: {@code serving measurements}. */
    String name();

    /** Columns that a file of this kind has, and no other kind together. */
    List<String> requiredColumns();

    /** Columns whose values are numbers or empty. */
    List<String> numericColumns();

    /** Columns that predictions add, {@code reason} left out. */
    List<String> predictedColumns();

    /**
     * Reads a row. Never fails: a row that cannot be read says why where it is predicted.
     *
     * @param row values by column
     */
    MeasuredRow read(Map<String, String> row);

    /** Reads rows, in order. */
    default List<MeasuredRow> read(List<Map<String, String>> rows) {
        return rows.stream().map(this::read).toList();
    }
}
