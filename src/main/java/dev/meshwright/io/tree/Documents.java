package dev.meshwright.io.tree;

import dev.meshwright.base.fault.Visible;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Renders plain data (maps in their own order, lists, texts, numbers, booleans, null) as YAML or JSON, the same bytes for
 * the same data. Lists of plain values stay on one line, so that an expert map has one line per layer.
 */
public final class Documents {

    /** Up to here a whole number is exact in a double and reads better without an exponent. */
    private static final double LARGEST_PLAIN = 1e15;

    /** A mapping of plain values inside a list stays on one line up to this width. */
    private static final int LINE_WIDTH = 140;

    /** Lists of texts of which each is long stay as they are. */
    private static final int FEW_WORDS = 8;

    private static final Pattern PLAIN_TEXT = Pattern.compile("[A-Za-z_][A-Za-z0-9_./()-]*( [A-Za-z0-9_./()-]+)*+");
    private static final Pattern NOT_TEXT =
            Pattern.compile("true|false|null|yes|no|on|off|y|n|nan|inf", Pattern.CASE_INSENSITIVE);

    private final boolean json;
    private final StringBuilder out = new StringBuilder();

    private Documents(boolean json) {
        this.json = json;
    }

    /**
     * YAML 1.2 text, ending in a line break.
     *
     * @throws IllegalArgumentException for values other than those above and for numbers that are not finite
     */
    public static String toYaml(Map<String, ?> document) {
        Documents writer = new Documents(false);
        writer.yamlMap(document, 0);
        return writer.out.toString();
    }

    /**
     * JSON text indented by two, ending in a line break.
     *
     * @throws IllegalArgumentException for values other than those above and for numbers that are not finite
     */
    public static String toJson(Object document) {
        Documents writer = new Documents(true);
        writer.jsonValue(document, 0);
        return writer.out.append('\n').toString();
    }

    /**
     * JSON text on one line, ending in a line break.
     *
     * @throws IllegalArgumentException for values other than those above and for numbers that are not finite
     */
    public static String toJsonLine(Object document) {
        return new Documents(true).flow(document) + "\n";
    }

    /** Shortest text that reads back as the same double; whole numbers without point or exponent up to 10^15. */
    public static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("Number " + value + " cannot be written: it is not finite.");
        }
        if (value == Math.rint(value) && Math.abs(value) < LARGEST_PLAIN) {
            return Long.toString((long) value);
        }
        // An explicit sign: YAML 1.1 readers take 1.0e15 for text.
        String text = Double.toString(value);
        int exponent = text.indexOf('E');
        return exponent < 0 || text.charAt(exponent + 1) == '-' ? text.replace('E', 'e') : text.replace("E", "e+");
    }

    private void yamlMap(Map<?, ?> map, int indent) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(" ".repeat(indent))
                    .append(text(String.valueOf(entry.getKey())))
                    .append(':');
            yamlValue(entry.getValue(), indent + 2);
        }
    }

    private void yamlValue(Object value, int indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            out.append('\n');
            yamlMap(map, indent);
        } else if (value instanceof List<?> list && (!flat(list) || longWords(list, indent))) {
            out.append('\n');
            for (Object item : list) {
                yamlItem(item, indent);
            }
        } else {
            out.append(' ').append(flow(value)).append('\n');
        }
    }

    private void yamlItem(Object item, int indent) {
        out.append(" ".repeat(indent)).append("- ");
        if (!(item instanceof Map<?, ?> map) || fitsOnLine(map, indent + 2)) {
            out.append(flow(item)).append('\n');
            return;
        }
        int start = out.length();
        yamlMap(map, indent + 2);
        out.delete(start, start + indent + 2);
    }

    private void jsonValue(Object value, int indent) {
        String inner = " ".repeat(indent + 2);
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            String separator = "{\n";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator)
                        .append(inner)
                        .append(quote(String.valueOf(entry.getKey())))
                        .append(": ");
                jsonValue(entry.getValue(), indent + 2);
                separator = ",\n";
            }
            out.append('\n').append(" ".repeat(indent)).append('}');
        } else if (value instanceof List<?> list && !flat(list)) {
            String separator = "[\n";
            for (Object item : list) {
                out.append(separator).append(inner);
                if (item instanceof Map<?, ?> map && !fitsOnLine(map, indent + 2)) {
                    jsonValue(map, indent + 2);
                } else {
                    out.append(flow(item));
                }
                separator = ",\n";
            }
            out.append('\n').append(" ".repeat(indent)).append(']');
        } else {
            out.append(flow(value));
        }
    }

    private boolean fitsOnLine(Map<?, ?> map, int indent) {
        boolean plain = map.values().stream()
                .noneMatch(value -> value instanceof Map || (value instanceof List<?> list && !flat(list)));
        return plain && indent + flow(map).length() <= LINE_WIDTH;
    }

    /** Words of a command have a line each where they do not fit on one. */
    private boolean longWords(List<?> list, int indent) {
        boolean words = list.size() > FEW_WORDS && list.stream().allMatch(String.class::isInstance);
        return words && indent + flow(list).length() > LINE_WIDTH;
    }

    private static boolean flat(List<?> list) {
        return list.stream().noneMatch(item -> item instanceof Map || item instanceof List);
    }

    /** A value on one line. */
    private String flow(Object value) {
        return switch (value) {
            case null -> "null";
            case String string -> text(string);
            case Boolean truth -> truth.toString();
            case Integer integer -> integer.toString();
            case Long integer -> integer.toString();
            case Number number -> number(number.doubleValue());
            case List<?> list -> join("[", list.stream().map(this::flow).toList(), "]");
            case Map<?, ?> map ->
                join(
                        "{",
                        map.entrySet().stream()
                                .map(entry -> text(String.valueOf(entry.getKey())) + ": " + flow(entry.getValue()))
                                .toList(),
                        "}");
            default ->
                throw new IllegalArgumentException(
                        "Cannot write a " + value.getClass().getName() + ".");
        };
    }

    private static String join(String open, List<String> parts, String close) {
        return open + String.join(", ", parts) + close;
    }

    private String text(String value) {
        boolean plain = !json
                && PLAIN_TEXT.matcher(value).matches()
                && !NOT_TEXT.matcher(value).matches();
        return plain ? value : quote(value);
    }

    /** A JSON string, which is also a YAML double-quoted scalar. */
    private static String quote(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (printable(point)) {
                        quoted.appendCodePoint(point);
                    } else {
                        for (char unit : Character.toChars(point)) {
                            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                        }
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** What YAML 1.2 calls printable, less the line breaks of other alphabets. */
    private static boolean printable(int point) {
        boolean control = point < ' ' || (point >= 0x7f && point < 0xa0);
        boolean separator = point == 0x2028 || point == 0x2029 || point == 0xfeff;
        boolean loneSurrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return !control
                && !separator
                && Visible.is(Character.toString(point))
                && !loneSurrogate
                && point != 0xfffe
                && point != 0xffff;
    }
}
