/**
 * Expert placement: which logical expert sits in which physical slot of each layer.
 *
 * <p>Doors: {@link dev.meshwright.placement.experts.ExpertProblem} (profiles, moves, traffic, groups) and {@link
 * dev.meshwright.placement.experts.PlainProblem} (one profile, balance alone); {@link
 * dev.meshwright.placement.experts.ExpertPlacer}, one way of placing; {@link
 * dev.meshwright.placement.experts.ExpertPlacement}, the result as pure data. For {@code placement.placing}, {@code
 * question.place} and every room above. What a slot costs its rank is a {@link
 * dev.meshwright.placement.experts.SlotCost} of the caller, in nanoseconds; shares of a layer sum to 1.
 *
 * <pre>{@code
 * var problem = PlainProblem.fromLoads(2, 2, new double[][] {{5, 3, 2}}, SlotCost.proportional(1_000_000), true);
 * problem.layer(0).score(new int[] {0, 2, 0, 1}).nanoseconds();   // (0.25 + 0.30) x 1,000,000 = 550,000
 * }</pre>
 */
@NullMarked
package dev.meshwright.placement.experts;

import org.jspecify.annotations.NullMarked;
