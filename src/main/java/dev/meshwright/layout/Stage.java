package dev.meshwright.layout;

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
}
