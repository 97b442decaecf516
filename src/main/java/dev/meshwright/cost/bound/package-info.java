/**
 * What degrees cost at best, before anything is placed: no placement of them can be better.
 *
 * <p>Doors: {@link dev.meshwright.cost.bound.DegreeModel}, and {@link dev.meshwright.cost.bound.FamilyModel} for many degrees at once. For {@code CostModel} alone, which hands out its {@code
 * DegreeBound}. It walks the passes of {@code cost.pass} as {@code cost.exact} does and puts a bound in the place of
 * each thing that a placement decides: balance of experts, islands of a group, split of the layers, kind of GPU.
 * Seconds, bytes of the heaviest GPU at least, tokens per second at most.
 *
 * <pre>{@code
 * new DegreeModel(problem, parts).bound(degrees).memoryBytes();
 * }</pre>
 */
@NullMarked
package dev.meshwright.cost.bound;

import org.jspecify.annotations.NullMarked;
