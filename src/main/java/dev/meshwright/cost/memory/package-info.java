/** What one GPU holds, byte by byte: weights, KV cache, activations, training state, buffers. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost.memory;
