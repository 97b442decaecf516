package dev.meshwright.placement.pipeline;

/**
 * What a stage holds on each of its GPUs.
 *
 * @param layerBytes [layer] per GPU of the stage that holds the layer
 * @param firstBytes more on the first stage (embedding)
 * @param lastBytes more on the last stage (LM head)
 * @param fixedBytes on every GPU (runtime, buffers)
 * @param capacityBytes [kind] usable memory of a GPU
 */
public record StageMemory(long[] layerBytes, long firstBytes, long lastBytes, long fixedBytes, long[] capacityBytes) {

    public StageMemory {
        layerBytes = layerBytes.clone();
        capacityBytes = capacityBytes.clone();
    }

    @Override
    public long[] layerBytes() {
        return layerBytes.clone();
    }

    @Override
    public long[] capacityBytes() {
        return capacityBytes.clone();
    }
}
