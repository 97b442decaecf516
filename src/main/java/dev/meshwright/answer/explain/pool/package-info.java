/**
 * The argument for a plan of two pools: what each does, what lies between them, and why no other plan is better.
 *
 * <p>Door: {@link dev.meshwright.answer.explain.pool.PoolArgument}. For {@code answer.text}, {@code answer.json} and {@code
 * workbench}. Requests and tokens per second, seconds, shares of 1.
 *
 * <pre>{@code
 * PoolArgument.of(question, result).gain();      // by how much prompts and answers on the same GPUs are behind
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.explain.pool;

import org.jspecify.annotations.NullMarked;
