/**
 * What a cluster gives when users wait longer: the front of tokens per second of the GPUs against tokens per second of a user.
 *
 * <p>Door: {@link dev.meshwright.question.front.FrontSearch}, for the workbench; its answer is
 * {@link dev.meshwright.question.front.Front}. Seconds; tokens per second, per GPU those of all GPUs of the cluster, idle ones included.
 * Every point is the end of a search with its bound: nobody who is served as fast gets more out of the cluster, up to the point's gap.
 *
 * <pre>{@code
 * Front front = new FrontSearch(question, placers).over(12);
 * }</pre>
 */
@NullMarked
package dev.meshwright.question.front;

import org.jspecify.annotations.NullMarked;
