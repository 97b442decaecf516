package dev.meshwright.base.resource;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Files of {@code key = value} lines, comments behind {@code #}, as {@link Properties} reads them. */
public final class ResourceProperties {

    private ResourceProperties() {}

    /**
     * The values of a file by their keys, in the order of these.
     *
     * @param file absolute path on the class path
     * @param value reads the text of one value; what it throws is a fault of the file
     * @throws IllegalStateException when the file is missing or a value cannot be read; the message names file and key
     */
    public static <T> SortedMap<String, T> of(String file, Function<String, T> value) {
        SortedMap<String, T> values = new TreeMap<>();
        for (Map.Entry<String, String> line : texts(file).entrySet()) {
            try {
                values.put(line.getKey(), value.apply(line.getValue()));
            } catch (RuntimeException e) {
                throw new IllegalStateException(file + ": " + line.getKey() + " cannot be read: " + line.getValue(), e);
            }
        }
        return Collections.unmodifiableSortedMap(values);
    }

    private static Map<String, String> texts(String file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(ResourceText.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
        Map<String, String> texts = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
        return texts;
    }
}
