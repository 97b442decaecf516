package dev.meshwright.io.sweep;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The row of a scenario as plain data in base units: seconds, tokens per second. */
public final class ScenarioRow {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,15})?");

    private ScenarioRow() {}

    /** A row. */
    public static Map<String, Object> of(Scenario scenario, String digest, Object answer) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("scenario", scenario.number());
        row.put("values", plain(scenario.values()));
        row.put("digest", digest);
        row.put("answer", answer);
        return row;
    }

    /** Numbers of axes as numbers. */
    private static Map<String, Object> plain(Map<String, String> values) {
        Map<String, Object> plain = new LinkedHashMap<>();
        values.forEach((axis, value) -> plain.put(axis, NUMBER.matcher(value).matches() ? number(value) : value));
        return plain;
    }

    private static Object number(String value) {
        return value.contains(".") ? (Object) Double.valueOf(value) : (Object) Long.valueOf(value);
    }

    /** What is wrong with a scenario. */
    public static Map<String, Object> invalid(InvalidInputException faults) {
        Map<String, Object> document = start(ScenarioStatus.INVALID);
        document.put("reason", faults.faults().stream().map(Fault::describe).toList());
        return document;
    }

    /** Why there is no answer to a scenario although it is a problem. */
    public static Map<String, Object> failed(String reason) {
        Map<String, Object> document = start(ScenarioStatus.FAILED);
        document.put("reason", reason);
        return document;
    }

    static Map<String, Object> start(ScenarioStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", status.label());
        return document;
    }

    /** What a row has on every axis. */
    public static Map<?, ?> values(Map<String, Object> row) {
        return (Map<?, ?>) Objects.requireNonNull(row.get("values"));
    }

    /** A field of the answer of a row. */
    public static @Nullable Object value(Map<String, Object> row, String name) {
        return row.get("answer") instanceof Map<?, ?> answer ? answer.get(name) : null;
    }

    /** The same as text; empty where it has none. */
    public static String field(Map<String, Object> row, String name) {
        Object value = value(row, name);
        return value == null ? "" : String.valueOf(value);
    }

    /** The status of a row. */
    public static String status(Map<String, Object> row) {
        return field(row, "status");
    }

    /** Tokens per second and GPU of a row; nothing where targets are missed. */
    public static double worth(Map<String, Object> row) {
        boolean counts = status(row).equals(ScenarioStatus.FOUND.label());
        return counts && value(row, "tokensPerSecondPerGpu") instanceof Number number
                ? number.doubleValue()
                : Double.NEGATIVE_INFINITY;
    }
}
