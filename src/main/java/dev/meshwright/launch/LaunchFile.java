package dev.meshwright.launch;

/**
 * One of the files that somebody launches with.
 *
 * @param name as the user gave it
 * @param text of it
 */
public record LaunchFile(String name, String text) {

    /** The name without its folders. */
    public String baseName() {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }
}
