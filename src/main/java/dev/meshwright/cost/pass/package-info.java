/**
 * The passes that the optimistic and the exact evaluation share: one micro-batch through layers, ends and hops.
 *
 * <p>Doors: {@link dev.meshwright.cost.pass.CostParts}, all parts of a problem's cost model; {@link
 * dev.meshwright.cost.pass.PassTimer} books a forward pass, {@link dev.meshwright.cost.pass.ExposedTime} says what of
 * it and of the backward pass takes time, {@link dev.meshwright.cost.pass.WorkloadTiming} what users see. For {@code
 * cost}, {@code cost.bound} and {@code cost.exact}. Seconds of one micro-batch of one replica; tokens of one
 * attention rank.
 *
 * <pre>{@code
 * parts.timer().forward(site, kind, pass, degrees, load, span, tally);
 * double seconds = parts.exposed().seconds(tally, pass, degrees);
 * }</pre>
 */
@NullMarked
package dev.meshwright.cost.pass;

import org.jspecify.annotations.NullMarked;
