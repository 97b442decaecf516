/**
 * Prompts on GPUs of their own: what a pool that reads them and a pool that writes the answers reach together.
 *
 * <p>Door: {@link dev.meshwright.cost.pool.PoolsModel}. For {@code question}, {@code lab} and {@code replay}. Each pool is costed as the
 * phase that it runs, by the same passes as everything else ({@code Prefill}, {@code Decode}); only what lies between them is
 * priced here: the transfer of the cache. Seconds, bytes, requests and tokens per second.
 *
 * <pre>{@code
 * PoolsModel model = new PoolsModel(question);          // of a serving workload
 * model.evaluate(pools).performance().tokensPerSecond();
 * }</pre>
 */
@NullMarked
package dev.meshwright.cost.pool;

import org.jspecify.annotations.NullMarked;
