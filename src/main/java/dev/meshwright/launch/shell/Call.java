package dev.meshwright.launch.shell;

import dev.meshwright.launch.Place;
import java.util.List;
import java.util.Map;

/**
 * A program that a script starts.
 *
 * @param words of the command, expanded; variables that are not set as marks of {@link Unset}
 * @param environment what it sees of variables
 * @param allocation options of the batch job around it ({@code #SBATCH}), empty outside of one
 * @param place where it is started
 */
public record Call(List<String> words, Map<String, String> environment, List<String> allocation, Place place) {

    public Call {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
        allocation = List.copyOf(allocation);
    }

    /** The same program under another place or environment that is put over its own. */
    public Call with(Map<String, String> environment, Place place) {
        return new Call(words, environment, allocation, place);
    }
}
