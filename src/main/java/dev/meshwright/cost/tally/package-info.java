/**
 * The books of the cost model: what each component of a pass takes in seconds, FLOP and bytes.
 *
 * <p>Doors: {@link dev.meshwright.cost.tally.Tally}, mutable, reused, one thread's, for {@code cost} alone; {@link
 * dev.meshwright.cost.evaluation.Component}, the parts that are timed apart, for every room that names them. Amounts are
 * of one GPU; beside its seconds a kernel books those at peak and those of the roofline, so that losses are
 * differences of one account.
 *
 * <pre>{@code
 * tally.compute(Component.EXPERTS, 5e-6, 2e9, 1e6, 1e15, 3e12);
 * tally.rooflineSeconds(Component.EXPERTS);   // max(2e9 / 1e15, 1e6 / 3e12) = 2e-6
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost.tally;
