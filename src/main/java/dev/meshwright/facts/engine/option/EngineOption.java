package dev.meshwright.facts.engine.option;

import dev.meshwright.facts.engine.EngineVersion;
import java.util.List;
import java.util.Optional;

/**
 * An option of an engine: a flag, a key of a file, or a variable of the environment.
 *
 * @param name as the engine writes it, without dashes in front; keys of a mapping behind dots
 * @param aliases other names, those with one dash with it
 * @param type of its value
 * @param means what it says of a layout or a setting; empty where it says nothing of either
 * @param purpose what it is written for, where it means nothing; empty for an option that nobody writes
 * @param versions releases that have it
 * @param defaults values where nobody states one, by release; none where the engine derives it or has none
 * @param choices values that it takes; empty for any
 * @param perNode whether it differs between the nodes of one server and says nothing else
 * @param invalid why no release accepts it, for names that documents give by mistake; empty for a real option
 * @param mend what to write instead; empty without
 * @param source file of the engine, or the page, that defines it
 */
public record EngineOption(
        String name,
        List<String> aliases,
        OptionType type,
        Optional<Meaning> means,
        Optional<Purpose> purpose,
        VersionRange versions,
        List<Default> defaults,
        List<String> choices,
        boolean perNode,
        String invalid,
        String mend,
        String source) {

    public EngineOption {
        aliases = List.copyOf(aliases);
        defaults = List.copyOf(defaults);
        choices = List.copyOf(choices);
    }

    /**
     * A value that releases have where nobody states one.
     *
     * @param versions that have it
     * @param value as it would be written
     */
    public record Default(VersionRange versions, String value) {}

    /** The default of a release; empty where it has none. */
    public Optional<String> defaultOf(Optional<EngineVersion> version) {
        return defaults.stream()
                .filter(value -> value.versions().holds(version))
                .map(Default::value)
                .findFirst();
    }

    /** As a command line has it: {@code --tensor-parallel-size}. */
    public String flag() {
        return "--" + name;
    }
}
