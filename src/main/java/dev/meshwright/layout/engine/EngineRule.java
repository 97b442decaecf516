package dev.meshwright.layout.engine;

import dev.meshwright.base.resource.ResourceTable;
import dev.meshwright.facts.engine.EngineReleases;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.layout.engine.Quantity.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One line of {@code engines/space.csv}: what an engine can or cannot express.
 *
 * @param engine label of the engine
 * @param from first version that it holds for; empty: all before
 * @param before first version that it does not hold for; empty: none yet
 * @param id name of the rule
 * @param kind what follows from it
 * @param anyOf comparisons of which one must hold; none where nothing follows
 * @param lacks what a layout that breaks it has, in a few words: {@code experts both spread and split}; empty where nothing follows
 * @param sentence for people; of {@link Kind#VERSIONS} the engine's name
 * @param source where it is from
 */
public record EngineRule(
        String engine,
        Optional<EngineVersion> from,
        Optional<EngineVersion> before,
        String id,
        Kind kind,
        List<Comparison> anyOf,
        String lacks,
        String sentence,
        String source) {

    private static final String FILE = "/dev/meshwright/engines/space.csv";
    private static final int FIELDS = 9;

    private static final List<EngineRule> ALL = ResourceTable.of(FILE, FIELDS, EngineRule::of);

    /** What follows from a line. */
    public enum Kind {
        /** Releases that the table knows, oldest and newest. */
        VERSIONS,
        /** Every layout must obey it. */
        RULE,
        /** How far somebody has been seen to go. */
        LIMIT,
        /** Nothing that a layout says. */
        FACT
    }

    public EngineRule {
        anyOf = List.copyOf(anyOf);
    }

    private static EngineRule of(List<String> fields) {
        Kind kind = Kind.valueOf(fields.get(4).toUpperCase(Locale.ROOT));
        Optional<EngineVersion> from = EngineVersion.of(fields.get(1));
        Optional<EngineVersion> before = EngineVersion.of(fields.get(2));
        List<Comparison> anyOf = List.of();
        switch (kind) {
            case VERSIONS -> {
                EngineReleases known = EngineReleases.parse(fields.get(5));
                from = Optional.of(known.oldest());
                before = Optional.of(known.newest());
            }
            case RULE, LIMIT -> anyOf = Comparison.anyOf(fields.get(5));
            case FACT -> {}
        }
        return new EngineRule(
                fields.get(0), from, before, fields.get(3), kind, anyOf, fields.get(6), fields.get(7), fields.get(8));
    }

    /** All lines, in the order of the table. */
    public static List<EngineRule> all() {
        return ALL;
    }

    /** What an engine of such rules has not, in a few words: {@code it has no uneven stages}. */
    public static String lacking(List<EngineRule> rules) {
        return "it has no " + rules.stream().map(EngineRule::lacks).distinct().collect(Collectors.joining(" and no "));
    }

    boolean of(EngineVersion version) {
        return from.filter(first -> version.compareTo(first) < 0).isEmpty()
                && before.filter(end -> version.compareTo(end) >= 0).isEmpty();
    }

    boolean allows(Subject subject) {
        return anyOf.stream().anyMatch(comparison -> comparison.holds(subject));
    }
}
