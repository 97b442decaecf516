package dev.meshwright.base.resource;

import java.util.List;
import java.util.function.Function;

/** Tables of facts: comma-separated fields without quotes, comments behind {@code #}. */
public final class ResourceTable {

    private ResourceTable() {}

    /**
     * The lines of a table, in its order.
     *
     * @param file absolute path on the class path
     * @param fields of each line
     * @param row reads the fields of one line; what it throws is a fault of the file
     * @throws IllegalStateException when the file is missing or a line cannot be read; the message names file and line
     */
    public static <T> List<T> of(String file, int fields, Function<List<String>, T> row) {
        return ResourceText.of(file)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> read(file, line, fields, row))
                .toList();
    }

    private static <T> T read(String file, String line, int count, Function<List<String>, T> row) {
        List<String> fields = List.of(line.split(",", -1));
        if (fields.size() != count) {
            throw new IllegalStateException(file + ": not " + count + " fields: " + line);
        }
        try {
            return row.apply(fields);
        } catch (RuntimeException e) {
            throw new IllegalStateException(file + ": cannot be read: " + line, e);
        }
    }
}
