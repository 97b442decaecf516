package dev.meshwright.layout;

import dev.meshwright.layout.Degrees.Recomputation;

/**
 * What an attention rank computes at a time: no weights lie elsewhere for another batch.
 *
 * @param microBatch sequences of one micro-batch on one attention rank
 * @param microBatches micro-batches of one step on one attention rank, m
 * @param recomputation what training recomputes in the backward pass
 */
public record Batch(int microBatch, int microBatches, Recomputation recomputation) {

    /** Sequences in flight on one attention rank. */
    public int sequences() {
        // Plans of strangers state up to a million of each.
        return (int) Math.min(Integer.MAX_VALUE, (long) microBatch * microBatches);
    }
}
