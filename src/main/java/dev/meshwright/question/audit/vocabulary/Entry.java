package dev.meshwright.question.audit.vocabulary;

import dev.meshwright.base.quantity.Quantity.Per;
import dev.meshwright.question.audit.fact.AuditQuantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A quantity and what people call it.
 *
 * @param quantity of the catalogue
 * @param whose what it is counted for; empty for what belongs to the model or the problem
 * @param counted nouns that a count of it stands before, in the plural
 * @param names other names of it
 * @param byUnit whether its unit alone suggests it
 */
public record Entry(AuditQuantity quantity, Set<Per> whose, List<String> counted, List<String> names, boolean byUnit) {

    /** Stands for the unit in the file of names. */
    private static final String BY_UNIT = "@unit";

    public Entry {
        whose = Collections.unmodifiableSet(whose.isEmpty() ? EnumSet.noneOf(Per.class) : EnumSet.copyOf(whose));
        counted = List.copyOf(counted);
        names = List.copyOf(names);
    }

    /** A quantity without other names than its own; the name says whose it is. */
    static Entry plain(AuditQuantity quantity) {
        String id = quantity.id();
        boolean gpu = id.contains("erGpu") || id.startsWith("memory.");
        Set<Per> whose = gpu ? Set.of(Per.GPU) : id.endsWith(".system") ? Set.of(Per.SYSTEM) : Set.of();
        return new Entry(quantity, whose, List.of(), List.of(), false);
    }

    /** Reads {@code whose | counted | names}. */
    static Entry of(AuditQuantity quantity, String line) {
        String[] fields = line.split("\\|", -1);
        if (fields.length != 3) {
            throw new IllegalArgumentException("not three fields");
        }
        List<String> names = parts(fields[2], ";");
        List<String> whose = parts(fields[0], "\\s+");
        return new Entry(
                quantity,
                Set.copyOf(whose.stream()
                        .map(word -> Per.valueOf(word.toUpperCase(Locale.ROOT)))
                        .toList()),
                parts(fields[1], ";"),
                names.stream().filter(name -> !name.equals(BY_UNIT)).toList(),
                names.contains(BY_UNIT));
    }

    private static List<String> parts(String field, String separator) {
        List<String> parts = new ArrayList<>();
        for (String part : field.strip().split(separator, -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    /** Whether both speak of one quantity. */
    public boolean same(Entry other) {
        return quantity.id().equals(other.quantity.id());
    }

    /** "system", "per GPU and layer"; empty for what belongs to the model or the problem. */
    public String scope() {
        if (whose.contains(Per.SYSTEM)) {
            return "system";
        }
        List<String> words = whose.stream()
                .sorted()
                .map(per -> per == Per.GPU ? "GPU" : per.name().toLowerCase(Locale.ROOT))
                .toList();
        return words.isEmpty() ? "" : "per " + String.join(" and ", words);
    }

    /** Its unit in answers; "true or false" for statements. */
    public String unit() {
        if (quantity.truth()) {
            return "true or false";
        }
        return switch (quantity.dimension()) {
            case COUNT -> "count";
            case FRACTION -> "fraction";
            default -> quantity.dimension().baseUnit();
        };
    }
}
