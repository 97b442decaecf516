package dev.meshwright.launch.option;

import dev.meshwright.facts.engine.option.EngineOption;
import dev.meshwright.launch.Place;
import java.util.Optional;

/**
 * An option as somebody set it.
 *
 * @param option that it is; empty for a name that the engine's data do not have
 * @param written the name as written
 * @param value as written; {@code true} for a switch
 * @param place where it stands
 */
public record Setting(Optional<EngineOption> option, String written, String value, Place place) {

    /** The flag with its value, as a person would write it. */
    public String text() {
        boolean bare =
                value.equals("true") || value.equals("{}") || (value.equals("false") && written.matches("-*no[-_].*"));
        return bare ? written : written + " " + value;
    }
}
