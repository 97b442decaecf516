/**
 * Plans of two pools as plain data, in base units.
 *
 * <p>Door: {@link dev.meshwright.answer.json.pool.PoolsDocument}. For {@code cli}; {@code io.plan} reads the {@code pools} back.
 * Seconds, bytes, requests and tokens per second.
 *
 * <p>Example: {@code PoolsDocument.of(split)} has {@code pools.prefill.layout} and {@code evaluation.throughput.system}.
 */
@NullMarked
package dev.meshwright.answer.json.pool;

import org.jspecify.annotations.NullMarked;
