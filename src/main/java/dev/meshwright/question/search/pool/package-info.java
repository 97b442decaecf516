/**
 * Prompts and answers on GPUs of their own: which instances read, which write, and how many of each.
 *
 * <p>Door: {@link dev.meshwright.question.search.pool.PoolSearch}; the answer is a {@link
 * dev.meshwright.question.search.pool.PoolResult}. For {@code workbench} and {@code answer}. Instances of each type (what they do, on
 * how many GPUs of which nodes) are bounded by the families of their degrees; their numbers are an integer program that
 * {@link dev.meshwright.question.search.pool.RateMatching} solves exactly. Requests per second; worth as {@code Ranking} has it.
 *
 * <pre>{@code
 * new PoolSearch(question, placers).run().best().map(PoolResult.Found::pools);
 * }</pre>
 */
@NullMarked
package dev.meshwright.question.search.pool;

import org.jspecify.annotations.NullMarked;
