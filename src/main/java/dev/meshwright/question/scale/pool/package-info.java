/**
 * The smallest cluster whose pools for prompts and for answers reach a target.
 *
 * <p>Door: {@link dev.meshwright.question.scale.pool.PoolScaling}, for {@code question.scale} and the workbench. Tokens per second.
 *
 * <pre>{@code
 * PoolScaling.of(question, kind, aim, mostGpus, placers, doing -> {}).system().gpus();   // empty where no size reaches it
 * }</pre>
 */
@NullMarked
package dev.meshwright.question.scale.pool;

import org.jspecify.annotations.NullMarked;
