/**
 * What one GPU holds, byte by byte: weights, KV cache, activations, training state, buffers.
 *
 * <p>Door: {@link dev.meshwright.cost.memory.MemoryModel}. For {@code cost} alone; other rooms take the names of the
 * rows, {@link dev.meshwright.cost.evaluation.MemoryComponent}. The heaviest stage decides whether a layout fits, never
 * the average. Bytes; GB is 10^9.
 *
 * <pre>
 * layer      (attentionSplit/t + attentionWhole + dense/t + shared/t + routersAndNorms + slots x perExpert/x) weights
 * optimizer  12 bytes per weight, from ZeRO stage 1 on over the ranks that share it: 12 x 1e9 / 8 = 1.5 GB
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost.memory;
