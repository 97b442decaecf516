package dev.meshwright.browser;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Texts that try to be more than texts, and answers full of them. */
final class HostileTexts {

    private HostileTexts() {}

    /** Each by itself. */
    static Stream<String> all() {
        return Stream.of(
                "<script>window.hacked = 1</script>",
                "</script><script>window.hacked = 1</script>",
                "<!--<script>",
                "\"><img src=x onerror=\"window.hacked=1\">",
                "' onmouseover='window.hacked=1' x='",
                "{{title}} {{{data}}} ${1+1}",
                "\u202Ereversed\u202C \u200F\u05D0",
                "x".repeat(10_000),
                "&lt;b&gt; & <b>bold</b>");
    }

    /** The same with {@code text} for every text but those that say which kind of thing something is. */
    static Map<String, Object> into(Map<?, ?> map, String text) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, item) -> {
            boolean kind = List.of("unit", "verdict", "kind", "counts", "boundBy", "question")
                    .contains(String.valueOf(key));
            copy.put(String.valueOf(key), kind ? item : poisoned(item, text));
        });
        return copy;
    }

    private static Object poisoned(Object value, String text) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> into(map, text);
            case List<?> list -> list.stream().map(item -> poisoned(item, text)).toList();
            case String string -> text;
            default -> value;
        };
    }
}
