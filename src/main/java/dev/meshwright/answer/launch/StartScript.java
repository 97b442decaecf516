package dev.meshwright.answer.launch;

import java.util.List;

/**
 * What starts a plan: the script of its first node.
 *
 * @param engine that it starts
 * @param file name of the script among those that {@code export} writes
 * @param text the script
 * @param files how many files start something
 * @param notes what somebody has to add or to know
 */
public record StartScript(String engine, String file, String text, int files, List<String> notes) {
    public StartScript {
        notes = List.copyOf(notes);
    }
}
