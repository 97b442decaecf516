package dev.meshwright.layout;

import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive layers of one pipeline stage.
 *
 * @param firstLayer number of the first layer, from 0
 * @param lastLayer number of the last layer, inclusive
 */
public record Stage(int firstLayer, int lastLayer) {

    /** Number of layers. */
    public int layers() {
        return lastLayer - firstLayer + 1;
    }

    /** {@code layers} layers in {@code count} stages whose sizes differ by one at most. */
    public static List<Stage> even(int layers, int count) {
        List<Stage> stages = new ArrayList<>();
        int next = 0;
        for (int stage = 0; stage < count; stage++) {
            int end = (int) ((long) layers * (stage + 1) / count);
            stages.add(new Stage(next, end - 1));
            next = end;
        }
        return stages;
    }
}
