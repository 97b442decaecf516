/**
 * A layout judged: what binds, where its time goes, what is lost between bound and achieved, how sure the figures are.
 *
 * <p>Door: {@link dev.meshwright.answer.explain.judgement.Assessment}, made of an evaluation. For {@code answer} and {@code
 * workbench}; every share and rate that renderings show of a layout is here or in {@code cost.evaluation}. Seconds, tokens per
 * second, tokens per joule at the boards' power, fractions of 1.
 *
 * <pre>{@code
 * Energy.tokensPerJoule(problem, layout, evaluation);   // 10,000 tokens/s on 8 GPUs of 700 W: 10,000 / 5,600 = 1.79
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.explain.judgement;

import org.jspecify.annotations.NullMarked;
