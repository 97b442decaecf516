package dev.meshwright.io.tree;

import java.util.Optional;

/** Files of JSON lines, of which nobody needs to hold all. */
public final class TreeLines {

    private TreeLines() {}

    /**
     * One line of a file of JSON lines; empty after a fault.
     *
     * @param number of the line, from 1
     */
    public static Optional<TreeReader> line(Faults faults, long number, String text) {
        String path = "line " + number;
        return TreeParser.line(faults, path, text).map(node -> new TreeReader(faults, node, path));
    }
}
