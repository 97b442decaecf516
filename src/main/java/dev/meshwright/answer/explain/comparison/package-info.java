/**
 * Plans side by side: what differs between them, what that bought, and in which part of the cost it was won or lost.
 *
 * <p>Doors: {@link dev.meshwright.answer.explain.comparison.Contender}, a plan with its figures as an answer tells them, and {@link
 * dev.meshwright.answer.explain.comparison.Comparison}. Made by {@code workbench}, of what {@code io} reads; for {@code answer.text},
 * {@code json} and {@code report}. Asks no cost model: whoever wants plans by today's model has them checked first. GPU seconds per
 * counted token, because time adds up where throughputs do not; changes are shares of the first plan's figure.
 *
 * <pre>{@code
 * Comparison.of(List.of(first, second)).sentences();   // "B reaches 11,020 tokens/s, 22.5 % less than A: ..."
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.explain.comparison;

import org.jspecify.annotations.NullMarked;
