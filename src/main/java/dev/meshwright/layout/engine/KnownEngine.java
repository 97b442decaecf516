package dev.meshwright.layout.engine;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.TrainingEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * An engine whose space is known.
 *
 * @param label as problem files spell it
 * @param name for people
 * @param oldest release that the table of rules knows
 * @param newest release that it knows
 */
public record KnownEngine(String label, String name, EngineVersion oldest, EngineVersion newest) {

    private static final List<KnownEngine> ALL = EngineRule.all().stream()
            .filter(rule -> rule.kind() == EngineRule.Kind.VERSIONS)
            .map(rule -> new KnownEngine(
                    rule.engine(),
                    rule.sentence(),
                    rule.from().orElseThrow(),
                    rule.before().orElseThrow()))
            .toList();

    /** All of them, in the order of the table. */
    public static List<KnownEngine> all() {
        return ALL;
    }

    /** The engine of that label; empty where there is none. */
    public static Optional<KnownEngine> find(String label) {
        return ALL.stream().filter(engine -> engine.label().equals(label)).findFirst();
    }

    /** Whether it trains models; all others serve them. */
    public boolean trains() {
        return Arrays.stream(TrainingEngine.values())
                .anyMatch(engine -> engine.label().equals(label));
    }

    /** Whether the table knows a release; its last number does not matter at the newest end. */
    public boolean knows(EngineVersion version) {
        boolean after = version.compareTo(newest) > 0
                && !(newest.patch() == 0 && version.major() == newest.major() && version.minor() == newest.minor());
        return version.compareTo(oldest) >= 0 && !after;
    }

    /** Every release at which some rule changes, the oldest first: one for each way that the engine can be. */
    public List<EngineVersion> releases() {
        return EngineRule.all().stream()
                .filter(rule -> rule.engine().equals(label) && rule.kind() != EngineRule.Kind.VERSIONS)
                .flatMap(rule -> List.of(rule.from(), rule.before()).stream())
                .flatMap(Optional::stream)
                .filter(this::knows)
                .collect(() -> new TreeSet<>(List.of(oldest)), TreeSet::add, TreeSet::addAll)
                .stream()
                .toList();
    }
}
