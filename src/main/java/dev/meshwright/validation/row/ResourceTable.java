package dev.meshwright.validation.row;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Tables of facts that come with the program: comma-separated fields without quotes, comments behind {@code #}. */
public final class ResourceTable {

    private ResourceTable() {}

    /**
     * The lines of a table.
     *
     * @param resource absolute path on the class path
     * @param fields of each line
     */
    public static List<List<String>> lines(String resource, int fields) {
        try (InputStream stream = ResourceTable.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("Resource " + resource + " is missing from the program.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> fields(resource, line, fields))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private static List<String> fields(String resource, String line, int count) {
        List<String> fields = List.of(line.split(",", -1));
        if (fields.size() != count) {
            throw new IllegalStateException(resource + ": not " + count + " fields: " + line);
        }
        return fields;
    }
}
