package dev.meshwright.io.tree;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Choices by the name that files spell, in a fixed order. */
public final class Names {

    private Names() {}

    @SafeVarargs
    public static <T> Map<String, T> of(Function<T, String> label, T... values) {
        Map<String, T> names = new LinkedHashMap<>();
        for (T value : values) {
            names.put(label.apply(value), value);
        }
        return Collections.unmodifiableMap(names);
    }

    /** JSON pointer escapes (RFC 6901), and no line breaks in messages. */
    static String pointer(String field) {
        String escaped = field.replace("~", "~0").replace("/", "~1").replaceAll("\\p{Cntrl}", " ");
        return escaped.length() <= 60 ? escaped : escaped.substring(0, 57) + "...";
    }
}
