package dev.meshwright.base.quantity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The table of units: for each dimension, what people write and the factor to the base unit. Case matters: b is bit, B byte. */
final class Units {

    private static final Map<String, Double> DECIMAL =
            Map.of("", 1.0, "k", 1e3, "M", 1e6, "G", 1e9, "T", 1e12, "P", 1e15, "E", 1e18);
    private static final Map<String, Double> BINARY =
            Map.of("Ki", 0x1p10, "Mi", 0x1p20, "Gi", 0x1p30, "Ti", 0x1p40, "Pi", 0x1p50, "Ei", 0x1p60);

    /** What is counted; a claim may name it behind its number. */
    static final List<String> COUNTED = List.of(
            "parameters",
            "params",
            "weights",
            "tokens",
            "GPUs",
            "experts",
            "layers",
            "sequences",
            "samples",
            "requests",
            "users",
            "prompts",
            "stages",
            "nodes",
            "ranks",
            "replicas",
            "groups",
            "heads",
            "matrices");

    private static final Map<Dimension, SortedMap<String, Double>> TABLE = table();

    private Units() {}

    /** Factor to the base unit of {@code dimension}; empty for a unit that it does not have. */
    static Optional<Double> factor(Dimension dimension, String unit) {
        return Optional.ofNullable(of(TABLE, dimension).get(unit));
    }

    /** Dimensions that have the unit, in declaration order. */
    static List<Dimension> dimensions(String unit) {
        List<Dimension> found = new ArrayList<>();
        TABLE.forEach((dimension, units) -> {
            if (units.containsKey(unit)) {
                found.add(dimension);
            }
        });
        return found;
    }

    /** Everything that can be written for a dimension, in alphabetical order. */
    static List<String> names(Dimension dimension) {
        return of(TABLE, dimension).keySet().stream()
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Every unit that stands behind numbers in documents, longest first; prefixes of counts and counted things apart. */
    static List<String> written() {
        TreeSet<String> all = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        TABLE.forEach((dimension, units) -> {
            if (dimension != Dimension.COUNT) {
                all.addAll(units.keySet());
            }
        });
        // "x" and "times" have rules of their own; a bare B behind a number is as often a billion.
        all.removeAll(List.of("", "x", "times", "B"));
        return List.copyOf(all);
    }

    /** "GB or Gbit" for a unit such as {@code gb}, whose capitals would tell bytes from bits; empty for any other. */
    static Optional<String> bytesOrBits(Dimension dimension, String unit) {
        boolean sized = dimension == Dimension.BYTES && unit.matches("[kKmMgGtTpP]i?b");
        if (!sized) {
            return Optional.empty();
        }
        String prefix =
                unit.substring(0, 1).toUpperCase(Locale.ROOT).replace("K", "k") + unit.substring(1, unit.length() - 1);
        return Optional.of(prefix.replace("ki", "Ki") + "B or " + prefix.replace("ki", "Ki") + "bit");
    }

    private static SortedMap<String, Double> of(Map<Dimension, SortedMap<String, Double>> table, Dimension dimension) {
        return Objects.requireNonNull(table.get(dimension));
    }

    private static Map<Dimension, SortedMap<String, Double>> table() {
        Map<Dimension, SortedMap<String, Double>> table = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            table.put(dimension, new TreeMap<>());
        }
        bytes(of(table, Dimension.BYTES), of(table, Dimension.BYTES_PER_SECOND));
        operations(of(table, Dimension.FLOP), of(table, Dimension.FLOP_PER_SECOND));
        of(table, Dimension.SECONDS).putAll(times());
        rates(of(table, Dimension.TOKENS_PER_SECOND), List.of("tokens", "token", "tok"));
        rates(of(table, Dimension.SEQUENCES_PER_SECOND), List.of("sequences", "samples", "requests", "req"));
        of(table, Dimension.WATTS).putAll(Map.of("W", 1.0, "kW", 1e3, "MW", 1e6));
        of(table, Dimension.COUNT).putAll(counts());
        of(table, Dimension.FRACTION).putAll(Map.of("", 1.0, "%", 0.01, "percent", 0.01, "x", 1.0, "times", 1.0));
        return table;
    }

    private static void bytes(Map<String, Double> bytes, Map<String, Double> perSecond) {
        Map<String, Double> prefixes = new TreeMap<>(DECIMAL);
        prefixes.put("K", 1e3);
        prefixes.putAll(BINARY);
        prefixes.forEach((prefix, factor) -> {
            bytes.put(prefix + "B", factor);
            perSecond.put(prefix + "B/s", factor);
            bytes.put(prefix + "bit", factor / 8);
            for (String bit : List.of("bit/s", "b/s", "bps")) {
                perSecond.put(prefix + bit, factor / 8);
            }
        });
        bytes.putAll(Map.of("bytes", 1.0, "byte", 1.0));
        perSecond.put("bytes/s", 1.0);
        DECIMAL.forEach((prefix, factor) -> perSecond.put(prefix + "Bps", factor));
    }

    /** {@code TFLOPS} is a rate, {@code TFLOP} a number of operations; {@code TFLOPs} is read as what is asked for. */
    private static void operations(Map<String, Double> count, Map<String, Double> perSecond) {
        DECIMAL.forEach((prefix, factor) -> {
            for (String name : List.of("FLOP", "FLOPs", "Flop", "Flops")) {
                count.put(prefix + name, factor);
                perSecond.put(prefix + name + "/s", factor);
            }
            for (String name : List.of("FLOPS", "FLOPs", "Flops", "OPS", "OP/s")) {
                perSecond.put(prefix + name, factor);
            }
            // "320 TF" is short for either; a prefix alone before F would be a farad or nothing.
            if (factor >= 1e9) {
                count.put(prefix + "F", factor);
                perSecond.put(prefix + "F", factor);
            }
        });
    }

    private static Map<String, Double> times() {
        Map<String, Double> times = new TreeMap<>();
        for (String name : List.of("s", "sec", "second", "seconds")) {
            times.put(name, 1.0);
        }
        // Both micro signs that keyboards produce: U+00B5 and the Greek letter U+03BC.
        for (String name : List.of("us", "\u00b5s", "\u03bcs")) {
            times.put(name, 1e-6);
        }
        times.putAll(Map.of("ms", 1e-3, "ns", 1e-9, "min", 60.0, "minutes", 60.0, "h", 3600.0, "hours", 3600.0));
        times.putAll(Map.of("minute", 60.0, "hour", 3600.0, "day", 86400.0, "days", 86400.0, "secs", 1.0));
        times.putAll(Map.of("millisecond", 1e-3, "milliseconds", 1e-3, "microsecond", 1e-6, "microseconds", 1e-6));
        times.put("msec", 1e-3);
        return times;
    }

    private static void rates(Map<String, Double> table, List<String> things) {
        for (String thing : things) {
            times().forEach((time, seconds) -> {
                double perSecond = seconds < 1 ? Math.rint(1 / seconds) : 1 / seconds;
                table.put(thing + "/" + time, perSecond);
                table.put(thing + " per " + time, perSecond);
            });
            for (String second : List.of("s", "sec", "second")) {
                table.put("k" + thing + "/" + second, 1e3);
                table.put("M" + thing + "/" + second, 1e6);
                table.put("k " + thing + "/" + second, 1e3);
                table.put("M " + thing + "/" + second, 1e6);
            }
        }
    }

    private static Map<String, Double> counts() {
        Map<String, Double> counts = new TreeMap<>(Map.of("", 1.0, "k", 1e3, "K", 1e3, "M", 1e6, "B", 1e9, "T", 1e12));
        counts.putAll(Map.of("thousand", 1e3, "million", 1e6, "billion", 1e9, "trillion", 1e12));
        for (Map.Entry<String, Double> prefix : new TreeMap<>(counts).entrySet()) {
            for (String thing : COUNTED) {
                counts.put((prefix.getKey() + " " + thing).strip(), prefix.getValue());
            }
        }
        return counts;
    }
}
