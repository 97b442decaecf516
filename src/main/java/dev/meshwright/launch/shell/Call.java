package dev.meshwright.launch.shell;

import dev.meshwright.launch.Place;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A program that a script starts.
 *
 * @param words of the command, expanded; variables that are not set as marks of {@link Unset}
 * @param environment what it sees of variables
 * @param allocation options of the batch job around it ({@code #SBATCH}), empty outside of one
 * @param installed versions of Python distributions that {@code pip} put there before it, by name in small letters with dashes
 * @param place where it is started
 */
public record Call(
        List<String> words,
        Map<String, String> environment,
        List<String> allocation,
        Map<String, String> installed,
        Place place) {

    public Call {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
        allocation = List.copyOf(allocation);
        installed = Map.copyOf(installed);
    }

    /** A program before which nothing was installed. */
    public Call(List<String> words, Map<String, String> environment, List<String> allocation, Place place) {
        this(words, environment, allocation, Map.of(), place);
    }

    /** The same program with other words. */
    public Call withWords(List<String> other) {
        return new Call(other, environment, allocation, installed, place);
    }

    /** The same program in a batch job. */
    public Call within(List<String> job) {
        return new Call(words, environment, job, installed, place);
    }

    /** The same program behind installations. */
    public Call behind(Map<String, String> distributions) {
        return new Call(words, environment, allocation, distributions, place);
    }

    /** Nodes of the batch job around it; empty where nobody says. */
    public OptionalInt nodes() {
        return Allocation.nodes(allocation);
    }

    /** GPUs on each of {@link #nodes}; empty where nobody says both. */
    public OptionalInt gpus() {
        return Allocation.gpus(allocation);
    }

    /** The same program under another place or environment that is put over its own. */
    public Call with(Map<String, String> environment, Place place) {
        return new Call(words, environment, allocation, installed, place);
    }
}
