package dev.meshwright.launch.export;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.engine.option.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers the options of a release; what the release has no name for is remembered. */
final class Flags {

    private final OptionBook book;
    private final Optional<EngineVersion> version;
    private final List<Flag> flags = new ArrayList<>();
    private final List<Meaning> missing = new ArrayList<>();

    Flags(OptionBook book, Optional<EngineVersion> version) {
        this.book = book;
        this.version = version;
    }

    /** Writes what a layout or a setting needs. */
    Flags put(Meaning meaning, Object value, String why) {
        Optional<EngineOption> option = book.of(meaning, version);
        option.ifPresent(found -> flags.add(new Flag(found, String.valueOf(value), why)));
        if (option.isEmpty()) {
            missing.add(meaning);
        }
        return this;
    }

    /** The same where it is said. */
    Flags put(boolean said, Meaning meaning, Object value, String why) {
        return said ? put(meaning, value, why) : this;
    }

    /** Writes what is useful where the release has an option for it. */
    Flags add(Purpose purpose, Object value, String why) {
        book.of(purpose, version).ifPresent(found -> flags.add(new Flag(found, String.valueOf(value), why)));
        return this;
    }

    /** The same where it is said. */
    Flags add(boolean said, Purpose purpose, Object value, String why) {
        return said ? add(purpose, value, why) : this;
    }

    /** Options and variables that were written, in order. */
    List<Flag> all() {
        return List.copyOf(flags);
    }

    /** Options that were written, in order. */
    List<Flag> flags() {
        return flags.stream().filter(flag -> !book.inEnvironment(flag.option())).toList();
    }

    /** Variables of the environment that were written: what is an option in one release may be a variable in another. */
    List<Flag> environment() {
        return flags.stream().filter(flag -> book.inEnvironment(flag.option())).toList();
    }

    /** What the release has no option for. */
    List<Meaning> missing() {
        return List.copyOf(missing);
    }
}
