/**
 * Published deployments behind an engine, and units that prefill or decode with experts spread over many GPUs.
 *
 * <p>Door: {@link dev.meshwright.lab.inference.InferenceOutcomes}; a row becomes a problem with the layout that ran,
 * its latency or throughput is put together from passes of the one cost model. For {@code lab.error} alone; uses
 * {@code lab.row} and {@code lab.serving}. Seconds, tokens per second and GPU.
 *
 * <pre>
 * static batch of B prompts, O tokens each: tokens/s = B O / (prompts + sum of the decode steps)
 * B = 64, O = 101, prompts 1 s, 100 steps of 20 ms: 6,464 / (1 + 2) = 2,155
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.inference;
