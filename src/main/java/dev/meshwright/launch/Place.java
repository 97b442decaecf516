package dev.meshwright.launch;

/**
 * Where something of a launch is written.
 *
 * @param file as the user named it; empty for what no file says
 * @param line in it, from 1; 0 where none is known
 */
public record Place(String file, int line) {

    /** What no file says. */
    public static final Place NOWHERE = new Place("", 0);

    /** {@code run.sh:12}. */
    public String text() {
        return line > 0 ? file + ":" + line : file;
    }

    /** The place inside its file, as faults name it. */
    public String inFile() {
        return line > 0 ? "line " + line : "";
    }
}
