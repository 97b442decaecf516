/**
 * Published deployments behind an engine, and units that prefill or decode with experts spread over many GPUs: latencies
 * and throughputs, put together from passes of the one cost model.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.inference;
