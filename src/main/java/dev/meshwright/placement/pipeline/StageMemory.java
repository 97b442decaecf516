package dev.meshwright.placement.pipeline;

/** What a stage holds on each of its GPUs. */
public final class StageMemory {

    private final long[] layerBytes;
    private final long firstBytes;
    private final long lastBytes;
    private final long fixedBytes;
    private final long[] capacityBytes;

    /**
     * Bytes of one GPU of a stage.
     *
     * @param layerBytes [layer] per GPU of the stage that holds the layer
     * @param firstBytes more on the first stage (embedding)
     * @param lastBytes more on the last stage (LM head)
     * @param fixedBytes on every GPU (runtime, buffers)
     * @param capacityBytes [kind] usable memory of a GPU
     */
    public StageMemory(long[] layerBytes, long firstBytes, long lastBytes, long fixedBytes, long[] capacityBytes) {
        this.layerBytes = layerBytes.clone();
        this.firstBytes = firstBytes;
        this.lastBytes = lastBytes;
        this.fixedBytes = fixedBytes;
        this.capacityBytes = capacityBytes.clone();
    }

    /** A copy: [layer]. */
    public long[] layerBytes() {
        return layerBytes.clone();
    }

    public long firstBytes() {
        return firstBytes;
    }

    public long lastBytes() {
        return lastBytes;
    }

    public long fixedBytes() {
        return fixedBytes;
    }

    /** A copy: [kind]. */
    public long[] capacityBytes() {
        return capacityBytes.clone();
    }
}
