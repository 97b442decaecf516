package dev.meshwright.io.huggingface.key;

import java.util.HashSet;
import java.util.Set;

/** The places of one document that were read, as JSON pointers. */
public final class ReadKeys {

    private final Set<String> read = new HashSet<>();
    private final Set<String> opened = new HashSet<>();

    /** Takes note that the value at {@code pointer} was read, with everything in it. */
    public void add(String pointer) {
        if (read.add(pointer)) {
            int slash = pointer.lastIndexOf('/');
            // The objects around it have been opened; further up they are known already.
            while (slash > 0 && opened.add(pointer.substring(0, slash))) {
                slash = pointer.lastIndexOf('/', slash - 1);
            }
        }
    }

    /** Whether the value at {@code pointer} itself was read. */
    public boolean has(String pointer) {
        return read.contains(pointer);
    }

    /** Whether something inside the value at {@code pointer} was read. */
    public boolean opened(String pointer) {
        return opened.contains(pointer);
    }
}
