/**
 * What a complete layout costs: every stage on its GPUs, every expert in its slot.
 *
 * <p>Doors: {@link dev.meshwright.cost.exact.LayoutModel}; {@link dev.meshwright.cost.exact.StageTable} and {@link
 * dev.meshwright.cost.exact.Replicas} also give {@code PlacementCosts} the numbers of placement problems, so that
 * what is minimised is what is evaluated. For the doors of {@code cost} alone. Derivations are taken down here where
 * a book is given; {@code Ledger.NONE} costs nothing. Seconds, bytes, tokens per second.
 *
 * <pre>{@code
 * new LayoutModel(parts).evaluate(layout, Ledger.NONE).feasible();
 * }</pre>
 */
@NullMarked
package dev.meshwright.cost.exact;

import org.jspecify.annotations.NullMarked;
