package dev.meshwright.launch.export;

import dev.meshwright.facts.engine.option.EngineOption;

/**
 * An option as it is written.
 *
 * @param option of the engine's release
 * @param value as the engine takes it; {@code true} of a switch
 * @param why it is there, a sentence
 */
public record Flag(EngineOption option, String value, String why) {

    /** Whether it belongs into a mapping: {@code eplb-config.window_size}. */
    public boolean nested() {
        return option.name().indexOf('.') > 0;
    }
}
