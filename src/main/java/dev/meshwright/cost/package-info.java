/**
 * What a layout costs in time, memory and traffic: one model for every question and for the solver's scores.
 *
 * <p>Doors: {@link dev.meshwright.cost.CostModel}, {@link dev.meshwright.cost.PlacementCosts} and {@link
 * dev.meshwright.cost.LengthSweep}. For {@code placement.placing} and every room above; each room within says whether
 * others may use it, most are for {@code cost} alone. Seconds, bytes, FLOP, tokens per second of the whole system.
 * docs/COST_MODEL.md has each formula with its class.
 *
 * <pre>{@code
 * if (costModel.bound(degrees).mayWork()) {                               // optimistic, quick
 *     costModel.evaluate(layout).performance().tokensPerSecond();         // exact; explain(layout) adds derivations
 * }
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cost;
