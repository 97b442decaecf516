/**
 * Options about a plan: where it stands, at which lengths it is looked at, and what of the answer is shown.
 *
 * <p>Doors: {@link dev.meshwright.cli.option.plan.PlanInput}, a file or degrees in one line, {@link
 * dev.meshwright.cli.option.plan.SweepOptions} and {@link dev.meshwright.cli.option.plan.ExplainOptions}. Used by commands alone.
 * Lengths are tokens.
 *
 * <pre>{@code
 * @Mixin
 * private PlanInput plan = new PlanInput();
 * }</pre>
 */
@NullMarked
package dev.meshwright.cli.option.plan;

import org.jspecify.annotations.NullMarked;
